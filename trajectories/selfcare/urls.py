"""Self-care: one's own under /me/, a client's under /clients/."""

from django.urls import path

from trajectories.selfcare import views

app_name = "selfcare"
urlpatterns = [
    path("me/self-care/", views.mine, name="mine"),
    path("me/self-care/<slug:area>/", views.area, name="area"),
    path("me/self-care/<slug:area>/score/", views.score, name="score"),
    path("me/self-care/<slug:area>/step/", views.write, name="write"),
    path("me/self-care/steps/<uuid:pk>/", views.rewrite, name="rewrite"),
    path("me/self-care/steps/<uuid:pk>/tick/", views.tick, name="tick"),
    path("me/self-care/steps/<uuid:pk>/state/", views.set_state, name="set_state"),
    path("clients/<uuid:client>/self-care/", views.of_client, name="of_client"),
    path("clients/<uuid:client>/self-care/<slug:area>/score/", views.score, name="score_of"),
    path("clients/<uuid:client>/self-care/<slug:area>/step/", views.write, name="write_of"),
    path("clients/<uuid:client>/self-care/steps/<uuid:pk>/", views.rewrite, name="rewrite_of"),
    path("clients/<uuid:client>/self-care/steps/<uuid:pk>/state/", views.set_state, name="set_state_of"),
]
