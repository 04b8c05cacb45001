"""Questionnaires of an organisation, by its administrator."""

from django.urls import path

from trajectories.questionnaires import views

app_name = "questionnaires"
urlpatterns = [
    path("questionnaires/", views.kept, name="kept"),
    path("questionnaires/new/", views.new, name="new"),
    path("questionnaires/example.toml", views.example, name="example"),
    path("questionnaires/<uuid:pk>/", views.show, name="show"),
    path("questionnaires/<uuid:pk>/revise/", views.revise, name="revise"),
    path("questionnaires/<uuid:pk>/retire/", views.retire, name="retire"),
    path("questionnaires/<uuid:pk>/take-up/", views.take_up, name="take_up"),
]
