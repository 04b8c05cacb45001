"""Addresses of groups, rooms, series, sessions and places."""

from django.urls import path

from supportgroups import views, views_public, views_sharing, views_waiting

app_name = "supportgroups"

urlpatterns = [
    path("groups/", views.groups, name="list"),
    path("groups/week/", views.week, name="week"),
    path("groups/month/", views.month, name="month"),
    path("groups/new/", views.new, name="new"),
    path("groups/plan/", views.plan, name="plan"),
    path("groups/rooms/", views.rooms, name="rooms"),
    path("groups/rooms/new/", views.new_room, name="new_room"),
    path("groups/rooms/<uuid:pk>/", views.edit_room, name="edit_room"),
    path("groups/series/<uuid:pk>/publish/", views.publish, name="publish"),
    path("groups/series/<uuid:pk>/put-away/", views.put_away, name="put_away"),
    path("groups/sessions/<uuid:pk>/", views.session, name="session"),
    path("groups/sessions/<uuid:pk>/move/", views.move, name="move"),
    path("groups/sessions/<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("groups/places/<uuid:pk>/end/", views.leave, name="leave"),
    path("groups/<uuid:pk>/", views.group, name="group"),
    path("groups/<uuid:pk>/edit/", views.edit, name="edit"),
    path("groups/<uuid:pk>/end/", views.end, name="end"),
    path("groups/<uuid:pk>/people/", views.people, name="people"),
    path("groups/<uuid:pk>/people/add/", views.enrol, name="enrol"),
    path("groups/<uuid:pk>/waiting/add/", views_waiting.add, name="wait"),
    path("groups/waiting/<uuid:pk>/together/", views_waiting.together, name="together"),
    path("groups/waiting/<uuid:pk>/end/", views_waiting.end, name="end_wait"),
    path("groups/offer/<str:token>/", views_waiting.offer, name="offer"),
    path("groups/<uuid:pk>/sharing/", views_sharing.sharing, name="sharing"),
    path("groups/<uuid:pk>/tips/<uuid:tip>/", views_sharing.decide, name="decide"),
    path("groups/<uuid:pk>/materials/<uuid:material>/remove/", views_sharing.remove_material, name="remove_material"),
    path("me/groups/", views.mine, name="mine"),
    path("me/groups/places/<uuid:pk>/", views_sharing.group, name="own"),
    path("me/groups/places/<uuid:pk>/tips/<uuid:tip>/thank/", views_sharing.thank, name="thank"),
    path("me/groups/places/<uuid:pk>/tips/<uuid:tip>/take-back/", views_sharing.take_back, name="take_back"),
    path("me/groups/<uuid:pk>/ask/", views_waiting.ask, name="ask"),
    path("me/groups/waiting/<uuid:pk>/", views_waiting.answer, name="answer"),
    path("me/groups/places/<uuid:pk>/leave/", views_waiting.leave, name="leave_own"),
    path("open-groups/", views_public.groups, name="open_groups"),
    path("open-groups/<uuid:pk>/", views_public.group, name="open_group"),
]
