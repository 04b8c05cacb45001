"""Clients from a file, by an administrator."""

from django.urls import path

from trajectories.imports import views

app_name = "imports"
urlpatterns = [
    path("people/import/", views.start, name="start"),
    path("people/import/example.csv", views.example, name="example"),
    path("people/import/<uuid:pk>/", views.columns, name="columns"),
    path("people/import/<uuid:pk>/read/", views.read, name="read"),
    path("people/import/<uuid:pk>/check/", views.check, name="check"),
    path("people/import/<uuid:pk>/check/report.csv", views.report, name="report"),
    path("people/import/<uuid:pk>/confirm/", views.confirm, name="confirm"),
    path("people/import/<uuid:pk>/cancel/", views.cancel, name="cancel"),
]
