"""The first run, step by step."""

from django.urls import path

from trajectories.firstrun import views

app_name = "firstrun"
urlpatterns = [
    path("me/start/", views.go_on, name="go_on"),
    path("me/start/sign-in/", views.sign_in, name="sign_in"),
    path("me/start/sign-in/passkey/", views.passkey, name="passkey"),
    path("me/start/sign-in/later/", views.later, name="later"),
    path("me/start/codes/", views.codes, name="codes"),
    path("me/start/reminders/", views.reminders, name="reminders"),
    path("me/start/plan/", views.plan, name="plan"),
]
