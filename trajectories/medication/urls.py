"""Medicines: one's own under /me/, a client's under /clients/."""

from django.urls import path

from trajectories.medication import views

app_name = "medication"
urlpatterns = [
    path("me/medication/", views.mine, name="mine"),
    path("me/medication/tell/", views.tell, name="tell"),
    path("me/medication/overview/", views.overview, name="overview"),
    path("clients/<uuid:client>/medication/", views.of_client, name="of_client"),
    path("clients/<uuid:client>/medication/overview/", views.overview, name="overview_of"),
    path("clients/<uuid:client>/medication/new/", views.add, name="add"),
    path("clients/<uuid:client>/medication/<uuid:pk>/", views.change, name="change"),
    path("clients/<uuid:client>/medication/<uuid:pk>/stop/", views.stop, name="stop"),
    path("clients/<uuid:client>/medication/told/<uuid:pk>/", views.discuss, name="discuss"),
]
