"""Vandaag, the list of all clients, and what a reader keeps for themselves."""

from django.urls import path

from trajectories.caseload import views

app_name = "caseload"
urlpatterns = [
    path("caseload/", views.today, name="today"),
    path("caseload/views/", views.keep, name="keep"),
    path("caseload/views/<uuid:pk>/remove/", views.let_go, name="let_go"),
    path("caseload/<uuid:client>/later/", views.later, name="later"),
    path("caseload/<uuid:client>/now/", views.now, name="now"),
    path("clients/", views.clients, name="clients"),
]
