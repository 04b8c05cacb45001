"""The gap report of a region, and regions beside each other."""

from django.urls import path

from trajectories.gaps import views

app_name = "gaps"
urlpatterns = [
    path("gaps/", views.show, name="show"),
    path("gaps/compare/", views.compare, name="compare"),
    path("gaps/export/", views.export, name="export"),
]
