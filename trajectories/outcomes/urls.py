"""Outcomes of aftercare: on the screen and as a file."""

from django.urls import path

from trajectories.outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("outcomes/", views.show, name="show"),
    path("outcomes/export/", views.export, name="export"),
]
