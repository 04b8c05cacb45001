"""One's own copy, under /me/."""

from django.urls import path

from trajectories.export import views

app_name = "export"
urlpatterns = [path("me/copy/", views.mine, name="mine")]
