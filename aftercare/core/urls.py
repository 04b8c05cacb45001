"""Pages of no feature: help now, language."""

from django.urls import path
from django.views.i18n import set_language

from aftercare.core import views

urlpatterns = [
    path("help-now/", views.help_now, name="help_now"),
    path("i18n/setlang/", set_language, name="set_language"),
]
