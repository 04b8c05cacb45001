"""The demo's mailbox."""

from django.urls import path

from aftercare.notifications import views

app_name = "mailbox"
urlpatterns = [path("", views.mailbox_list, name="list")]
