"""The table of contents of the portal's addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("aftercare.core.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("trajectories.urls")),
]

handler400 = "aftercare.core.views.bad_request"
handler403 = "aftercare.core.views.forbidden"
handler404 = "aftercare.core.views.not_found"
handler500 = "aftercare.core.views.server_error"
