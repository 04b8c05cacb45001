"""The client's registration, care team and log."""

from django.urls import path

from trajectories.dossier import access_log

app_name = "dossier"
urlpatterns = [
    path("me/access-log/", access_log.show, name="access_log"),
]
