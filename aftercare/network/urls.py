"""The recovery network of every region."""

from django.urls import path

from aftercare.network.views import reading

app_name = "network"
urlpatterns = [
    path("", reading.directory, name="directory"),
    path("<uuid:pk>/", reading.service, name="service"),
]
