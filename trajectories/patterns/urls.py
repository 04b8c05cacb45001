"""Patterns in the logs: one's own under /me/, a client's under /clients/."""

from django.urls import path

from trajectories.patterns import views

app_name = "patterns"
urlpatterns = [
    path("me/patterns/", views.show, name="mine"),
    path("me/patterns/plan/", views.put_in_plan, name="put_in_plan"),
    path("clients/<uuid:client>/patterns/", views.show, name="of_client"),
    path("clients/<uuid:client>/patterns/plan/", views.put_in_plan, name="put_in_plan_of"),
]
