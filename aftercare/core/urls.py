"""Pages of no feature: help now."""

from django.urls import path

from aftercare.core import views

urlpatterns = [
    path("help-now/", views.help_now, name="help_now"),
]
