"""Scores from elsewhere."""

from django.urls import path

from trajectories.outsidescores import views, views_file

app_name = "outsidescores"
urlpatterns = [
    path("clients/<uuid:pk>/scores/", views.of_client, name="of_client"),
    path("clients/<uuid:pk>/scores/<uuid:score>/remove/", views.remove, name="remove"),
    path("scores/from-a-file/", views_file.choose, name="file"),
    path("scores/from-a-file/confirm/", views_file.confirm, name="confirm_file"),
    path("scores/from-a-file/example/", views_file.example, name="file_example"),
]
