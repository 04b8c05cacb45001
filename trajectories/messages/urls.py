"""Conversations: one's own under /me/, a client's under /clients/, the list of them under /messages/."""

from django.urls import path

from trajectories.messages import views

app_name = "messages"
urlpatterns = [
    path("me/messages/", views.mine, name="mine"),
    path("me/messages/files/<uuid:pk>/", views.my_file, name="my_file"),
    path("messages/", views.inbox_list, name="inbox"),
    path("clients/<uuid:client>/messages/", views.of_client, name="of_client"),
    path("clients/<uuid:client>/messages/files/<uuid:pk>/", views.file_of_client, name="file_of_client"),
    path("clients/<uuid:client>/messages/settle/", views.settle, name="settle"),
]
