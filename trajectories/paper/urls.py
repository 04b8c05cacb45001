"""On paper: one's own under /me/, a client's under /clients/."""

from django.urls import path

from trajectories.paper import views

app_name = "paper"
urlpatterns = [
    path("me/paper/", views.choose, name="mine"),
    path("me/paper/plan.pdf", views.plan, name="plan"),
    path("me/paper/signal-plan.pdf", views.signal_plan, name="signal_plan"),
    path("me/paper/medicines.pdf", views.medicines, name="medicines"),
    path("clients/<uuid:client>/paper/", views.choose, name="of_client"),
    path("clients/<uuid:client>/paper/plan.pdf", views.plan, name="plan_of"),
    path("clients/<uuid:client>/paper/signal-plan.pdf", views.signal_plan, name="signal_plan_of"),
    path("clients/<uuid:client>/paper/medicines.pdf", views.medicines, name="medicines_of"),
]
