"""Pages composed of many features."""

from django.urls import path

from trajectories.overview import calendar, dossier, home

app_name = "overview"
urlpatterns = [
    path("calendar/<str:token>.ics", calendar.feed, name="calendar"),
    path("me/", home.me, name="me"),
    path("me/about/", home.mine, name="mine"),
    path("clients/<uuid:pk>/", dossier.show, name="dossier"),
]
