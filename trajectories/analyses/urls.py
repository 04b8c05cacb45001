"""Looking back: one's own under /me/, a client's under /clients/."""

from django.urls import path

from trajectories.analyses import views

app_name = "analyses"
urlpatterns = [
    path("me/analyses/", views.listing, name="mine"),
    path("me/analyses/<slug:about>/<uuid:pk>/", views.one, name="one"),
    path("me/analyses/<slug:about>/<uuid:pk>/<slug:question>/", views.words, name="words"),
    path("clients/<uuid:client>/analyses/", views.listing, name="of_client"),
    path("clients/<uuid:client>/analyses/<slug:about>/<uuid:pk>/", views.one, name="one_of"),
    path("clients/<uuid:client>/analyses/<slug:about>/<uuid:pk>/<slug:question>/", views.words, name="words_of"),
]
