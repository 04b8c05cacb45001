"""Handovers to partners: of the care team, of the client, of the partner behind a link or signed in."""

from django.urls import path

from trajectories.referrals import views, views_client, views_partner

app_name = "referrals"
urlpatterns = [
    path("clients/<uuid:client>/referrals/", views.of_client, name="of_client"),
    path("clients/<uuid:client>/referrals/new/", views.propose, name="propose"),
    path("clients/<uuid:client>/referrals/<uuid:pk>/", views.one, name="one"),
    path("clients/<uuid:client>/referrals/<uuid:pk>/again/", views.again, name="again"),
    path("clients/<uuid:client>/referrals/<uuid:pk>/<slug:act>/", views.act, name="act_of_team"),
    path("me/referrals/", views_client.mine, name="mine"),
    path("me/referrals/<uuid:pk>/", views_client.one, name="mine_one"),
    path("me/referrals/<uuid:pk>/stop/", views_client.stop, name="stop"),
    path("me/referrals/<uuid:pk>/how/", views_client.how, name="how"),
    path("referrals/", views_partner.received, name="received"),
    path("referrals/<uuid:pk>/<slug:act>/", views_partner.act, name="act"),
    path("referrals/link/<str:token>/<slug:act>/", views_partner.act_link, name="act_link"),
]
