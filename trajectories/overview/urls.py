"""Pages composed of many features."""

from django.urls import path

from trajectories.overview import dossier

app_name = "overview"
urlpatterns = [
    path("clients/<uuid:pk>/", dossier.show, name="dossier"),
]
