"""The plan: one's own under /me/plan/, a client's under /clients/."""

from django.urls import path

from trajectories.plans import views, views_items

app_name = "plans"
urlpatterns = [
    path("me/plan/", views.mine, name="mine"),
    path("me/plan/goal/", views.goal, name="goal"),
    path("me/plan/steps/", views.steps, name="steps"),
    path("me/plan/steps/new/", views.write_step, name="write_step"),
    path("me/plan/steps/<uuid:pk>/", views.rewrite_step, name="rewrite_step"),
    path("me/plan/steps/<uuid:pk>/pin/", views.pin_step, name="pin_step"),
    path("me/plan/steps/<uuid:pk>/remove/", views.remove_step, name="remove_step"),
    path("me/plan/<uuid:pk>/", views.item, name="item"),
    path("me/plan/<uuid:pk>/tick/", views.tick, name="tick"),
    path("clients/<uuid:client>/plan/", views_items.items, name="items"),
    path("clients/<uuid:client>/plan/add/<slug:kind>/", views_items.add, name="add"),
    path("clients/<uuid:client>/plan/<uuid:pk>/", views_items.edit, name="edit"),
    path("clients/<uuid:client>/plan/<uuid:pk>/state/", views_items.set_state, name="set_state"),
    path("clients/<uuid:client>/plan/goal/", views.goal, name="goal_of"),
    path("clients/<uuid:client>/plan/steps/new/", views.write_step, name="write_step_of"),
    path("clients/<uuid:client>/plan/steps/<uuid:pk>/", views.rewrite_step, name="rewrite_step_of"),
    path("clients/<uuid:client>/plan/steps/<uuid:pk>/pin/", views.pin_step, name="pin_step_of"),
    path("clients/<uuid:client>/plan/steps/<uuid:pk>/remove/", views.remove_step, name="remove_step_of"),
]
