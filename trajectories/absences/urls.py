"""Saying that one is away."""

from django.urls import path

from trajectories.absences import views

app_name = "absences"
urlpatterns = [
    path("absence/", views.mine, name="mine"),
    path("absence/<uuid:pk>/end/", views.end, name="end"),
]
