"""How long it is kept: one's own under /me/, a client's under /clients/."""

from django.urls import path

from trajectories.retention import views

app_name = "retention"
urlpatterns = [
    path("me/keeping/", views.mine, name="mine"),
    path("me/keeping/take-back/", views.take_back, name="take_back"),
    path("clients/<uuid:client>/keeping/", views.of_client, name="of_client"),
    path("clients/<uuid:client>/keeping/take-back/", views.take_back, name="take_back_of"),
    path("clients/<uuid:client>/keeping/grant/", views.grant, name="grant"),
    path("clients/<uuid:client>/keeping/refuse/", views.refuse, name="refuse"),
]
