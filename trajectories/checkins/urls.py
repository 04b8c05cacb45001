"""Check-ins: signed in, by link, and the counsellor's page."""

from django.urls import path

from trajectories.checkins import views, views_link, views_staff

app_name = "checkins"
urlpatterns = [
    path("me/check-in/", views.start, name="start"),
    path("me/check-in/not-today/", views.put_off, name="put_off"),
    path("me/check-in/<uuid:pk>/<int:number>/", views.question, name="question"),
    path("me/check-in/<uuid:pk>/done/", views.done, name="done"),
    path("me/check-ins/", views.mine, name="mine"),
    path("c/<str:token>/", views_link.start, name="link"),
    path("c/<str:token>/<int:number>/", views_link.question, name="link_question"),
    path("c/<str:token>/done/", views_link.done, name="link_done"),
    path("clients/<uuid:pk>/check-ins/", views_staff.schedule, name="schedule"),
    path("clients/<uuid:pk>/check-ins/plan/", views_staff.plan, name="plan"),
    path("clients/<uuid:pk>/check-ins/pause/", views_staff.pause, name="pause"),
    path("clients/<uuid:pk>/check-ins/resume/", views_staff.resume, name="resume"),
    path("clients/<uuid:pk>/check-ins/<uuid:schedule>/", views_staff.replan, name="replan"),
    path("clients/<uuid:pk>/check-ins/<uuid:schedule>/end/", views_staff.end, name="end"),
]
