"""The table of contents of the portal's addresses. Looked up from the top: what is visited most stands first."""

from django.urls import include, path

from aftercare.accounts import views as accounts
from aftercare.core.views import manifest
from aftercare.notifications.views import follow, metrics, outbox_health
from trajectories.overview.help import call_back, help_now

urlpatterns = [
    path("", accounts.home, name="home"),
    path("i18n/setlang/", accounts.set_language, name="set_language"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("help-now/", help_now, name="help_now"),
    path("help-now/call-back/", call_back, name="call_back"),
    path("", include("supportgroups.urls")),
    path("", include("trajectories.urls")),
    path("", include("aftercare.accounts.urls")),
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", accounts.remove_passkey, name="mfa_remove_webauthn"),
    path("accounts/login/", accounts.sign_in, name="account_login"),
    path("accounts/", include("allauth.urls")),
    path("s/<str:code>/", follow, name="follow"),
    path("health/delivery/", outbox_health, name="outbox_health"),
    path("metrics", metrics, name="metrics"),
    path("demo/mail/", include("aftercare.notifications.urls")),
    path("network/", include("aftercare.network.urls")),
    path("guide/", include("aftercare.guide.urls")),
]

handler400 = "aftercare.core.views.bad_request"
handler403 = "aftercare.core.views.forbidden"
handler404 = "aftercare.core.views.not_found"
handler500 = "aftercare.core.views.server_error"
