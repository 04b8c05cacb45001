"""Continuity of an organisation."""

from django.urls import path

from trajectories.continuity import views

app_name = "continuity"
urlpatterns = [path("continuity/", views.show, name="show")]
