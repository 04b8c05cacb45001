"""The guide for every reader, the desk of the design team, and what readers say."""

from django.urls import path

from aftercare.guide.views import desk, reading, remarks

app_name = "guide"
urlpatterns = [
    path("", reading.regions, name="regions"),
    path("compare/", reading.compare, name="compare"),
    path("remarks/", remarks.mine, name="remarks_mine"),
    path("remarks/<uuid:pk>/", remarks.settle, name="remark"),
    path("passages/<uuid:pk>/", desk.write, name="edit"),
    path("passages/<uuid:pk>/remove/", desk.remove, name="remove"),
    path("passages/<uuid:pk>/up/", desk.move_up, name="move_up"),
    path("passages/<uuid:pk>/take-over/", desk.take_passage, name="take_passage"),
    path("services/<uuid:pk>/take-over/", desk.take_service, name="take_service"),
    path("<uuid:pk>/", reading.guide, name="guide"),
    path("<uuid:pk>/<int:number>/", reading.guide, name="edition"),
    path("<uuid:pk>/<int:number>/guide.pdf", reading.paper, name="paper"),
    path("<uuid:pk>/changes/", reading.changed, name="changes"),
    path("<uuid:pk>/draft/", desk.draft, name="draft"),
    path("<uuid:pk>/new/<slug:kind>/", desk.new, name="new"),
    path("<uuid:pk>/remarks/", remarks.waiting, name="remarks"),
    path("<uuid:pk>/say/<slug:about>/", remarks.say, name="say"),
]
