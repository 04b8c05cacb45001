"""Signals of a client."""

from django.urls import path

from trajectories.signals import views

app_name = "signals"
urlpatterns = [
    path("clients/<uuid:client>/signals/", views.of_client, name="of_client"),
    path("clients/<uuid:client>/signals/<uuid:pk>/look/", views.look, name="look"),
]
