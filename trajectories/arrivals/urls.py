"""Announced discharges: announcing by a link or signed in, answering, links for clinics."""

from django.urls import path

from trajectories.arrivals import views, views_announce

app_name = "arrivals"
urlpatterns = [
    path("arrivals/", views.listed, name="list"),
    path("arrivals/<uuid:pk>/accept/", views.accept, name="accept"),
    path("arrivals/<uuid:pk>/decline/", views.decline, name="decline"),
    path("arrivals/links/", views.links, name="links"),
    path("arrivals/links/<uuid:pk>/take-back/", views.take_back, name="take_back"),
    path("announce/", views_announce.signed_in, name="announce"),
    path("announce/<str:token>/", views_announce.by_link, name="announce_link"),
]
