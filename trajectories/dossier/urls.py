"""Correcting, inviting, the care team; the client's own access log."""

from django.urls import path

from trajectories.dossier import access_log, views, views_team

app_name = "dossier"
urlpatterns = [
    path("me/access-log/", access_log.show, name="access_log"),
    path("clients/<uuid:pk>/edit/", views.edit, name="edit"),
    path("clients/<uuid:pk>/invite/", views.invite, name="invite"),
    path("clients/<uuid:pk>/team/", views_team.team, name="team"),
    path("clients/<uuid:pk>/team/add/", views_team.add, name="team_add"),
    path("clients/<uuid:pk>/team/<uuid:seat>/end/", views_team.end, name="team_end"),
]
