"""The portal's addresses and those that only measuring knows."""

from django.urls import include, path

from supportgroups import views as supportgroups
from tests.bench import yardsticks
from trajectories.caseload import views as caseload

urlpatterns = [
    path("bench/bare/", yardsticks.bare),
    path("bench/trigger/<uuid:pk>/", yardsticks.trigger),
    path("bench/signed-in/", yardsticks.signed_in),
    path("bench/anew/caseload/", yardsticks.anew, {"page": caseload.today}),
    path("bench/anew/month/", yardsticks.anew, {"page": supportgroups.month}),
    path("bench/naive/", yardsticks.naive),
    path("", include("aftercare.urls")),
]

handler400 = "aftercare.core.views.bad_request"
handler403 = "aftercare.core.views.forbidden"
handler404 = "aftercare.core.views.not_found"
handler500 = "aftercare.core.views.server_error"
