"""The signal plan: one's own under /me/, a client's under /clients/."""

from django.urls import path

from trajectories.signalplan import views

app_name = "signalplan"
urlpatterns = [
    path("me/signalplan/", views.show, name="mine"),
    path("me/signalplan/write/", views.write, name="write"),
    path("me/signalplan/versions/", views.versions, name="versions"),
    path("me/signalplan/colour/", views.set_colour, name="set_colour"),
    path("me/signalplan/<uuid:pk>/agree/", views.agree, name="agree"),
    path("me/signalplan/<uuid:pk>/set-aside/", views.set_aside, name="set_aside"),
    path("clients/<uuid:client>/signalplan/", views.show, name="of_client"),
    path("clients/<uuid:client>/signalplan/write/", views.write, name="write_of"),
    path("clients/<uuid:client>/signalplan/versions/", views.versions, name="versions_of"),
    path("clients/<uuid:client>/signalplan/<uuid:pk>/agree/", views.agree, name="agree_of"),
    path("clients/<uuid:client>/signalplan/<uuid:pk>/spoken/", views.spoken, name="spoken"),
    path("clients/<uuid:client>/signalplan/<uuid:pk>/set-aside/", views.set_aside, name="set_aside_of"),
]
