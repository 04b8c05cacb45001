"""People of an organisation, invitations, one's own account."""

from django.urls import path

from aftercare.accounts import views, views_people, views_typed
from aftercare.accounts.single_sign_on import views as single_sign_on

app_name = "accounts"
urlpatterns = [
    path("people/", views_people.people, name="people"),
    path("people/invite/", views_people.invite, name="invite"),
    path("people/<uuid:pk>/", views_people.person, name="person"),
    path("people/<uuid:pk>/resend/", views_people.resend, name="resend"),
    path("people/<uuid:pk>/withdraw/", views_people.withdraw, name="withdraw"),
    path("people/<uuid:pk>/end/", views_people.end, name="end"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("letters/<str:token>/", views.letters, name="letters"),
    path("weather/", views.leave, name="leave"),
    path("typed/", views_typed.show, name="typed"),
    path("welcome/", views.welcome, name="welcome"),
    path("profile/", views.profile, name="profile"),
    path("accounts/work/<slug:key>/", single_sign_on.begin, name="begin_at_work"),
    path("accounts/work/<slug:key>/back/", single_sign_on.back, name="back_from_work"),
    path("profile/calendar/", views.calendar, name="calendar"),
]
