"""The recovery network of every region."""

from django.urls import path

from aftercare.network.views import exchange, keeping, reading, writing

app_name = "network"
urlpatterns = [
    path("", reading.directory, name="directory"),
    path("<uuid:pk>/", reading.service, name="service"),
    path("<uuid:pk>/edit/", writing.edit, name="edit"),
    path("<uuid:pk>/publish/", writing.publish, name="publish"),
    path("<uuid:pk>/review/", writing.review, name="review"),
    path("<uuid:pk>/withdraw/", writing.withdraw, name="withdraw"),
    path("<uuid:pk>/<slug:what>/new/", keeping.add_to_service, name="add_to_service"),
    path("behind/<slug:what>/<uuid:pk>/", keeping.change_behind, name="change_behind"),
    path("behind/<slug:what>/<uuid:pk>/remove/", keeping.remove_behind, name="remove_behind"),
    path("regions/<uuid:pk>/", keeping.keep, name="keep"),
    path("regions/<uuid:pk>/new/", writing.new, name="new"),
    path("regions/<uuid:pk>/export/", exchange.export, name="export"),
    path("regions/<uuid:pk>/import/", exchange.bring, name="import"),
    path("regions/<uuid:pk>/import/confirm/", exchange.confirm, name="confirm_import"),
    path("regions/<uuid:pk>/team/", keeping.seats, name="team"),
    path("regions/<uuid:pk>/team/<uuid:seat>/end/", keeping.end_seat, name="end_seat"),
    path("regions/<uuid:pk>/municipalities/", keeping.add_municipality, name="add_municipality"),
    path("regions/<uuid:pk>/municipalities/<uuid:municipality>/survey/", keeping.survey, name="survey"),
    path("regions/<uuid:pk>/<slug:what>/new/", keeping.add_to_region, name="add_to_region"),
]
