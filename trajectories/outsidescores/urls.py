"""Scores from elsewhere."""

from django.urls import path

from trajectories.outsidescores import views

app_name = "outsidescores"
urlpatterns = [
    path("clients/<uuid:pk>/scores/", views.of_client, name="of_client"),
    path("clients/<uuid:pk>/scores/<uuid:score>/remove/", views.remove, name="remove"),
]
