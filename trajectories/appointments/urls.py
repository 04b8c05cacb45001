"""Appointments of a client, planned and recorded by the care team."""

from django.urls import path

from trajectories.appointments import views

app_name = "appointments"
urlpatterns = [
    path("clients/<uuid:client>/appointments/new/", views.plan, name="plan"),
    path("clients/<uuid:client>/appointments/<uuid:pk>/", views.record, name="record"),
]
