"""One's own phone under /me/phone/, and its service worker at the root."""

from django.urls import path

from trajectories.phone import views

app_name = "phone"
urlpatterns = [
    path("worker.js", views.worker, name="worker"),
    path("me/phone/", views.mine, name="mine"),
    path("me/phone/choose/", views.choose, name="choose"),
    path("me/phone/knock/", views.knock, name="knock"),
    path("me/phone/no-knocks/", views.no_knocks, name="no_knocks"),
    path("me/phone/copies/", views.copies, name="copies"),
    path("me/phone/parcels/", views.parcels, name="parcels"),
    path("me/phone/offline/", views.offline, name="offline"),
    path("me/phone/log/", views.log, name="log"),
    path("me/phone/check-in/", views.check_in, name="check_in"),
]
