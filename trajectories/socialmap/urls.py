"""The people around: one's own under /me/, a client's under /clients/."""

from django.urls import path

from trajectories.socialmap import views

app_name = "socialmap"
urlpatterns = [
    path("me/people/", views.show, name="mine"),
    path("me/people/new/", views.add, name="add"),
    path("me/people/<uuid:pk>/", views.change, name="change"),
    path("me/people/<uuid:pk>/remove/", views.remove, name="remove"),
    path("me/people/<uuid:pk>/plan/", views.put_in_plan, name="put_in_plan"),
    path("clients/<uuid:client>/people/", views.show, name="of_client"),
    path("clients/<uuid:client>/people/new/", views.add, name="add_of"),
    path("clients/<uuid:client>/people/<uuid:pk>/", views.change, name="change_of"),
    path("clients/<uuid:client>/people/<uuid:pk>/remove/", views.remove, name="remove_of"),
    path("clients/<uuid:client>/people/<uuid:pk>/plan/", views.put_in_plan, name="put_in_plan_of"),
]
