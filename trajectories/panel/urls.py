"""One's own place on the panel under /me/panel/, the polls of staff under /panel/."""

from django.urls import path

from trajectories.panel.views import desk, mine

app_name = "panel"
urlpatterns = [
    path("me/panel/", mine.mine, name="mine"),
    path("me/panel/join/", mine.join, name="join"),
    path("me/panel/leave/", mine.leave, name="leave"),
    path("me/panel/<uuid:pk>/", mine.answer, name="answer"),
    path("me/panel/<uuid:pk>/results/", mine.results, name="results"),
    path("panel/", desk.polls, name="polls"),
    path("panel/new/", desk.write, name="new"),
    path("panel/<uuid:pk>/", desk.show, name="poll"),
    path("panel/<uuid:pk>/edit/", desk.write, name="edit"),
    path("panel/<uuid:pk>/publish/", desk.publish, name="publish"),
    path("panel/<uuid:pk>/discard/", desk.discard, name="discard"),
    path("panel/<uuid:pk>/stop/", desk.stop, name="stop"),
    path("panel/<uuid:pk>/words/", desk.words, name="words"),
    path("panel/<uuid:pk>/followup/", desk.followup, name="followup"),
]
