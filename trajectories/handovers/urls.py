"""Handing over one client or a caseload, and what was handed over to me."""

from django.urls import path

from trajectories.handovers import views, views_caseload

app_name = "handovers"
urlpatterns = [
    path("clients/<uuid:client>/hand-over/", views.give, name="give"),
    path("clients/<uuid:client>/hand-over/<uuid:pk>/", views.sheet, name="sheet"),
    path("handovers/", views_caseload.mine, name="mine"),
    path("caseload/hand-over/", views_caseload.give_all, name="give_all"),
    path("people/<uuid:pk>/hand-over/", views_caseload.give_unread, name="give_unread"),
]
