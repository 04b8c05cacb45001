"""The plan: one's own under /me/plan/, a client's under /clients/."""

from django.urls import path

from trajectories.plans.views import goals, items, mine, problems, steps, versions

app_name = "plans"
urlpatterns = [
    path("me/plan/", mine.mine, name="mine"),
    path("me/plan/goal/", goals.goal, name="goal"),
    path("me/plan/problems/", problems.mine, name="problems"),
    path("me/plan/goal/versions/", versions.of_goal, name="goal_versions"),
    path("me/plan/steps/", steps.steps, name="steps"),
    path("me/plan/steps/new/", steps.write_step, name="write_step"),
    path("me/plan/steps/<uuid:pk>/", steps.rewrite_step, name="rewrite_step"),
    path("me/plan/steps/<uuid:pk>/pin/", steps.pin_step, name="pin_step"),
    path("me/plan/steps/<uuid:pk>/remove/", steps.remove_step, name="remove_step"),
    path("me/plan/<uuid:pk>/", mine.item, name="item"),
    path("me/plan/<uuid:pk>/tick/", mine.tick, name="tick"),
    path("me/plan/<uuid:pk>/solve/", problems.solve, name="solve"),
    path("me/plan/<uuid:pk>/versions/", versions.of_item, name="versions"),
    path("clients/<uuid:client>/plan/", items.items, name="items"),
    path("clients/<uuid:client>/plan/add/<slug:kind>/", items.add, name="add"),
    path("clients/<uuid:client>/plan/<uuid:pk>/", items.edit, name="edit"),
    path("clients/<uuid:client>/plan/<uuid:pk>/state/", items.set_state, name="set_state"),
    path("clients/<uuid:client>/plan/<uuid:pk>/versions/", versions.of_item, name="versions_of"),
    path("clients/<uuid:client>/plan/problems/", problems.of_client, name="problems_of"),
    path("clients/<uuid:client>/plan/goal/", goals.goal, name="goal_of"),
    path("clients/<uuid:client>/plan/goal/versions/", versions.of_goal, name="goal_versions_of"),
    path("clients/<uuid:client>/plan/steps/new/", steps.write_step, name="write_step_of"),
    path("clients/<uuid:client>/plan/steps/<uuid:pk>/", steps.rewrite_step, name="rewrite_step_of"),
    path("clients/<uuid:client>/plan/steps/<uuid:pk>/pin/", steps.pin_step, name="pin_step_of"),
    path("clients/<uuid:client>/plan/steps/<uuid:pk>/remove/", steps.remove_step, name="remove_step_of"),
]
