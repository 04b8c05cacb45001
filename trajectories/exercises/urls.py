"""The library at a stable address, one's own exercises under /me/, a client's under /clients/."""

from django.urls import path

from trajectories.exercises.views import library, mine, of_client

app_name = "exercises"
urlpatterns = [
    path("exercises/", library.shelves, name="library"),
    path("exercises/<slug:slug>/", library.exercise, name="exercise"),
    path("me/exercises/", mine.mine, name="mine"),
    path("me/exercises/<slug:slug>/done/", mine.done, name="done"),
    path("me/exercises/<uuid:pk>/take-back/", mine.take_back, name="take_back"),
    path("clients/<uuid:client>/exercises/", of_client.show, name="of_client"),
    path("clients/<uuid:client>/exercises/assign/<slug:slug>/", of_client.assign, name="assign"),
    path("clients/<uuid:client>/exercises/<uuid:pk>/", of_client.change, name="change"),
    path("clients/<uuid:client>/exercises/<uuid:pk>/end/", of_client.end, name="end"),
]
