"""The operator's page on messages."""

from django.urls import path

from trajectories.delivery import views

app_name = "delivery"
urlpatterns = [
    path("delivery/", views.show, name="show"),
    path("delivery/go-on/", views.go_on, name="go_on"),
    path("delivery/<uuid:pk>/settle/", views.settle, name="settle"),
]
