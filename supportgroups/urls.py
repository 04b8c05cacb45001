"""Addresses of groups, rooms, series, sessions and places."""

from django.urls import include, path

from supportgroups import views, views_public, views_sharing, views_waiting

app_name = "supportgroups"

for_staff = [
    path("", views.groups, name="list"),
    path("week/", views.week, name="week"),
    path("month/", views.month, name="month"),
    path("new/", views.new, name="new"),
    path("plan/", views.plan, name="plan"),
    path("rooms/", views.rooms, name="rooms"),
    path("rooms/new/", views.new_room, name="new_room"),
    path("rooms/<uuid:pk>/", views.edit_room, name="edit_room"),
    path("series/<uuid:pk>/publish/", views.publish, name="publish"),
    path("series/<uuid:pk>/put-away/", views.put_away, name="put_away"),
    path("sessions/<uuid:pk>/", views.session, name="session"),
    path("sessions/<uuid:pk>/move/", views.move, name="move"),
    path("sessions/<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("places/<uuid:pk>/end/", views.leave, name="leave"),
    path("<uuid:pk>/", views.group, name="group"),
    path("<uuid:pk>/edit/", views.edit, name="edit"),
    path("<uuid:pk>/end/", views.end, name="end"),
    path("<uuid:pk>/people/", views.people, name="people"),
    path("<uuid:pk>/people/add/", views.enrol, name="enrol"),
    path("<uuid:pk>/waiting/add/", views_waiting.add, name="wait"),
    path("waiting/<uuid:pk>/together/", views_waiting.together, name="together"),
    path("waiting/<uuid:pk>/end/", views_waiting.end, name="end_wait"),
    path("offer/<str:token>/", views_waiting.offer, name="offer"),
    path("<uuid:pk>/sharing/", views_sharing.sharing, name="sharing"),
    path("<uuid:pk>/tips/<uuid:tip>/", views_sharing.decide, name="decide"),
    path("<uuid:pk>/materials/<uuid:material>/remove/", views_sharing.remove_material, name="remove_material"),
]

own = [
    path("", views.mine, name="mine"),
    path("places/<uuid:pk>/", views_sharing.group, name="own"),
    path("places/<uuid:pk>/tips/<uuid:tip>/thank/", views_sharing.thank, name="thank"),
    path("places/<uuid:pk>/tips/<uuid:tip>/take-back/", views_sharing.take_back, name="take_back"),
    path("<uuid:pk>/ask/", views_waiting.ask, name="ask"),
    path("waiting/<uuid:pk>/", views_waiting.answer, name="answer"),
    path("places/<uuid:pk>/leave/", views_waiting.leave, name="leave_own"),
]

urlpatterns = [
    path("groups/", include(for_staff)),
    path("me/groups/", include(own)),
    path("open-groups/", views_public.groups, name="open_groups"),
    path("open-groups/<uuid:pk>/", views_public.group, name="open_group"),
]
