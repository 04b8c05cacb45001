"""Vandaag, the list of all clients, and what a reader keeps for themselves."""

from django.urls import path

from trajectories.caseload import views, views_together

app_name = "caseload"
urlpatterns = [
    path("caseload/", views.today, name="today"),
    path("caseload/team/", views.of_team, name="team"),
    path("caseload/views/", views.keep, name="keep"),
    path("caseload/views/<uuid:pk>/remove/", views.let_go, name="let_go"),
    path("caseload/<uuid:client>/later/", views.later, name="later"),
    path("caseload/<uuid:client>/now/", views.now, name="now"),
    path("caseload/together/undo/", views_together.undo, name="undo"),
    path("caseload/together/<slug:what>/", views_together.together, name="together"),
    path("clients/", views.clients, name="clients"),
]
