"""Rounding off and coming back: one's own under /me/, a client's under /clients/."""

from django.urls import path

from trajectories.closing import views, views_return

app_name = "closing"
urlpatterns = [
    path("me/closing/", views.write, name="mine"),
    path("me/closing/skip/", views.skip, name="skip"),
    path("me/return/", views_return.ask, name="ask_to_return"),
    path("me/return/take-back/", views_return.take_back, name="take_back_return"),
    path("clients/<uuid:client>/closing/", views.write, name="of_client"),
    path("clients/<uuid:client>/closing/skip/<slug:side>/", views.skip, name="skip_of"),
    path("clients/<uuid:client>/closing/close/", views.close, name="close"),
    path("clients/<uuid:client>/reopen/", views_return.reopen, name="reopen"),
]
