"""Use, told: one's own under /me/lapses/, a client's under /clients/."""

from django.urls import path

from trajectories.lapses import views, views_staff

app_name = "lapses"
urlpatterns = [
    path("me/lapses/", views.mine, name="mine"),
    path("me/lapses/new/", views.new, name="new"),
    path("me/lapses/<uuid:pk>/", views.lapse, name="lapse"),
    path("me/lapses/<uuid:pk>/day/", views.day, name="day"),
    path("me/lapses/<uuid:pk>/extent/", views.extent, name="extent"),
    path("me/lapses/<uuid:pk>/undo/", views.undo, name="undo"),
    path("me/lapses/<uuid:pk>/ask/<slug:what>/", views.ask, name="ask"),
    path("me/lapses/<uuid:pk>/words/<slug:question>/", views.words, name="words"),
    path("clients/<uuid:client>/lapses/", views_staff.of_client, name="of_client"),
    path("clients/<uuid:client>/lapses/new/", views_staff.record, name="record"),
    path("clients/<uuid:client>/lapses/<uuid:pk>/", views_staff.correct, name="correct"),
]
