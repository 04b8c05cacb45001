"""The rhythm of contact."""

from django.urls import path

from trajectories.rhythm import views

app_name = "rhythm"
urlpatterns = [path("clients/<uuid:pk>/rhythm/", views.of_client, name="of_client")]
