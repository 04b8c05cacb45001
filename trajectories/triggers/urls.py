"""The trigger log: one's own under /me/triggers/, a client's under /clients/."""

from django.urls import path

from trajectories.triggers import views

app_name = "triggers"
urlpatterns = [
    path("me/triggers/", views.mine, name="mine"),
    path("me/triggers/new/", views.new, name="new"),
    path("me/triggers/<uuid:pk>/strength/", views.strength, name="strength"),
    path("me/triggers/<uuid:pk>/kind/", views.kind, name="kind"),
    path("me/triggers/<uuid:pk>/helped/", views.helped, name="helped"),
    path("me/triggers/<uuid:pk>/answer/", views.answer, name="answer"),
    path("me/triggers/<uuid:pk>/answer/<uuid:step>/", views.take_step, name="take_step"),
    path("me/triggers/<uuid:pk>/after/", views.after, name="after"),
    path("me/triggers/<uuid:pk>/undo/", views.undo, name="undo"),
    path("me/triggers/<uuid:pk>/", views.note, name="note"),
    path("clients/<uuid:client>/triggers/", views.of_client, name="of_client"),
]
