"""Agreements: one's own under /me/agreements/, a client's under /clients/."""

from django.urls import path

from trajectories.agreements import views

app_name = "agreements"
urlpatterns = [
    path("me/agreements/", views.show, name="mine"),
    path("me/agreements/propose/", views.propose, name="propose"),
    path("me/agreements/<uuid:pk>/accept/", views.accept, name="accept"),
    path("me/agreements/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("clients/<uuid:client>/agreements/", views.show, name="of_client"),
    path("clients/<uuid:client>/agreements/propose/", views.propose, name="propose_of"),
    path("clients/<uuid:client>/agreements/review/", views.review, name="review"),
    path("clients/<uuid:client>/agreements/<uuid:pk>/accept/", views.accept, name="accept_of"),
    path("clients/<uuid:client>/agreements/<uuid:pk>/spoken/", views.spoken, name="spoken"),
    path("clients/<uuid:client>/agreements/<uuid:pk>/withdraw/", views.withdraw, name="withdraw_of"),
]
