"""A client's sharing; the page with all of it is an overview."""

from django.urls import path

from trajectories.sharing import views

app_name = "sharing"
urlpatterns = [
    path("me/sharing/choose/", views.choose, name="choose"),
    path("me/sharing/relative/", views.with_relative, name="with_relative"),
    path("me/sharing/professional/", views.with_professional, name="with_professional"),
    path("me/sharing/<uuid:pk>/", views.change, name="change"),
    path("me/sharing/<uuid:pk>/stop/", views.stop, name="stop"),
]
