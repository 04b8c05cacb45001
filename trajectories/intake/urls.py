"""The intake by a counsellor, and what the client reads of it."""

from django.urls import path

from trajectories.intake import views

app_name = "intake"
urlpatterns = [
    path("me/intake/", views.mine, name="mine"),
    path("clients/new/", views.start, name="start"),
    path("clients/<uuid:client>/intake/", views.show, name="show"),
    path("clients/<uuid:client>/intake/next/", views.go_on, name="go_on"),
    path("clients/<uuid:client>/intake/<str:step>/", views.step, name="step"),
]
