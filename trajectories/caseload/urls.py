"""Vandaag and the list of all clients."""

from django.urls import path

from trajectories.caseload import views

app_name = "caseload"
urlpatterns = [
    path("caseload/", views.today, name="today"),
    path("clients/", views.clients, name="clients"),
]
