"""Pages composed of many features."""

from django.urls import path

from trajectories.overview import calendar, dossier, home, referrals, shared

app_name = "overview"
urlpatterns = [
    path("calendar/<str:token>.ics", calendar.feed, name="calendar"),
    path("me/", home.me, name="me"),
    path("me/about/", home.mine, name="mine"),
    path("me/sharing/", shared.sharing, name="sharing"),
    path("me/sharing/<uuid:pk>/preview/", shared.preview, name="preview"),
    path("shared/", shared.shared, name="shared"),
    path("shared/<uuid:pk>/", shared.shared_one, name="shared_one"),
    path("referrals/<uuid:pk>/", referrals.referral, name="referral"),
    path("referrals/link/<str:token>/", referrals.referral_link, name="referral_link"),
    path("shared/<uuid:pk>/file/", shared.save_shared, name="save_shared"),
    path("clients/<uuid:pk>/", dossier.show, name="dossier"),
]
