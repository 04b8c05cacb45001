"""Pages composed of many features."""

from django.urls import path

from trajectories.overview import dossier, home

app_name = "overview"
urlpatterns = [
    path("me/", home.me, name="me"),
    path("me/about/", home.mine, name="mine"),
    path("clients/<uuid:pk>/", dossier.show, name="dossier"),
]
