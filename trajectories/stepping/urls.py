"""Proposals for more or less contact, and the rules behind them and behind signals."""

from django.urls import path

from trajectories.stepping import views

app_name = "stepping"
urlpatterns = [
    path("clients/<uuid:client>/stepping/", views.of_client, name="of_client"),
    path("clients/<uuid:client>/stepping/<uuid:pk>/accept/", views.accept, name="accept"),
    path("clients/<uuid:client>/stepping/<uuid:pk>/reject/", views.reject, name="reject"),
    path("rules/", views.rules, name="rules"),
]
