"""Concerns of relatives, and whose relative somebody is."""

from django.urls import path

from trajectories.relatives import views

app_name = "relatives"
urlpatterns = [
    path("me/concern/", views.bring_in, name="concern"),
    path("clients/<uuid:client>/relatives/", views.of_client, name="of_client"),
    path("clients/<uuid:client>/relatives/<uuid:pk>/unlink/", views.unlink, name="unlink"),
]
