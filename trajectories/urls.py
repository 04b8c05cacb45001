"""Each feature's addresses, under its own namespace."""

from django.urls import include, path

urlpatterns = [
    path("", include("trajectories.caseload.urls")),
    path("", include("trajectories.checkins.urls")),
    path("", include("trajectories.overview.urls")),
]
