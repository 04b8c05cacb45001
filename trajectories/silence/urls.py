"""The ladder when nobody answers."""

from django.urls import path

from trajectories.silence import views

app_name = "silence"
urlpatterns = [
    path("clients/<uuid:client>/silence/", views.of_client, name="of_client"),
    path("clients/<uuid:client>/silence/usual/", views.usual, name="usual"),
    path("silence/hours/", views.hours, name="hours"),
    path("silence/", views.unreached, name="unreached"),
    path("silence/<uuid:pk>/arrange/", views.arrange, name="arrange"),
]
