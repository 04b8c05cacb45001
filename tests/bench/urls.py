"""The portal's addresses and those that only measuring knows."""

from django.urls import include, path

from tests.bench import yardsticks

urlpatterns = [
    path("bench/bare/", yardsticks.bare),
    path("bench/trigger/<uuid:pk>/", yardsticks.trigger),
    path("bench/signed-in/", yardsticks.signed_in),
    path("bench/anew/", yardsticks.anew),
    path("bench/naive/", yardsticks.naive),
    path("", include("aftercare.urls")),
]

handler400 = "aftercare.core.views.bad_request"
handler403 = "aftercare.core.views.forbidden"
handler404 = "aftercare.core.views.not_found"
handler500 = "aftercare.core.views.server_error"
