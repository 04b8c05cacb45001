"""Pages of no feature: help now, language."""

from django.urls import path
from django.views.generic import TemplateView
from django.views.i18n import set_language

urlpatterns = [
    path("help-now/", TemplateView.as_view(template_name="core/help_now.html"), name="help_now"),
    path("i18n/setlang/", set_language, name="set_language"),
]
