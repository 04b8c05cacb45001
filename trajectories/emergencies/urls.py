"""A dossier opened in an emergency."""

from django.urls import path

from trajectories.emergencies import views

app_name = "emergencies"
urlpatterns = [
    path("emergencies/", views.begin, name="begin"),
    path("emergencies/openings/", views.openings, name="openings"),
    path("emergencies/openings/<uuid:pk>/review/", views.review, name="review"),
    path("emergencies/<uuid:pk>/end/", views.end, name="end"),
]
