"""Tasks of the care team."""

from django.urls import path

from trajectories.teamtasks import views

app_name = "teamtasks"
urlpatterns = [
    path("clients/<uuid:client>/tasks/new/", views.ask, name="ask"),
    path("clients/<uuid:client>/tasks/<uuid:pk>/", views.finish, name="finish"),
]
