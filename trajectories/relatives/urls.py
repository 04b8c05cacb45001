"""Concerns of relatives."""

from django.urls import path

from trajectories.relatives import views

app_name = "relatives"
urlpatterns = [
    path("me/concern/", views.bring_in, name="concern"),
    path("clients/<uuid:client>/concerns/", views.of_client, name="concerns_of"),
]
