"""Appointments: one's own, and those of a client, planned and recorded by the care team."""

from django.urls import path

from trajectories.appointments.views import agenda, mine, planning, recording

app_name = "appointments"
urlpatterns = [
    path("appointments/", agenda.agenda, name="agenda"),
    path("me/appointments/", mine.mine, name="mine"),
    path("me/appointments/<uuid:pk>/", mine.one, name="one"),
    path("me/appointments/<uuid:pk>/cannot-come/", mine.cannot, name="cannot"),
    path("me/appointments/<uuid:pk>/can-come/", mine.can, name="can"),
    path("clients/<uuid:client>/appointments/new/", planning.plan, name="plan"),
    path("clients/<uuid:client>/appointments/<uuid:pk>/", recording.record, name="record"),
    path("clients/<uuid:client>/appointments/<uuid:pk>/note/", recording.write, name="write"),
    path("clients/<uuid:client>/appointments/<uuid:pk>/change/", planning.change, name="change"),
]
