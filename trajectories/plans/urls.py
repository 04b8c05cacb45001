"""The plan: one's own under /me/plan/, a client's under /clients/."""

from django.urls import path

from trajectories.plans.views import answers, goals, items, mine, problems, proposals, steps, versions

app_name = "plans"
urlpatterns = [
    path("me/plan/", mine.mine, name="mine"),
    path("me/plan/goal/", goals.goal, name="goal"),
    path("me/plan/problems/", problems.mine, name="problems"),
    path("me/plan/goal/versions/", versions.of_goal, name="goal_versions"),
    path("me/plan/proposals/", proposals.mine, name="proposals"),
    path("me/plan/proposals/new/", proposals.something_new, name="propose_new"),
    path("me/plan/proposals/<uuid:pk>/", proposals.one, name="proposal"),
    path("me/plan/proposals/<uuid:pk>/withdraw/", proposals.withdraw, name="withdraw"),
    path("me/plan/steps/", steps.steps, name="steps"),
    path("me/plan/steps/new/", steps.write_step, name="write_step"),
    path("me/plan/steps/<uuid:pk>/", steps.rewrite_step, name="rewrite_step"),
    path("me/plan/steps/<uuid:pk>/pin/", steps.pin_step, name="pin_step"),
    path("me/plan/steps/<uuid:pk>/remove/", steps.remove_step, name="remove_step"),
    path("me/plan/<uuid:pk>/", mine.item, name="item"),
    path("me/plan/<uuid:pk>/tick/", mine.tick, name="tick"),
    path("me/plan/<uuid:pk>/solve/", problems.solve, name="solve"),
    path("me/plan/<uuid:pk>/propose/", proposals.change, name="propose_change"),
    path("me/plan/<uuid:pk>/versions/", versions.of_item, name="versions"),
    path("clients/<uuid:client>/plan/", items.items, name="items"),
    path("clients/<uuid:client>/plan/add/<slug:kind>/", items.add, name="add"),
    path("clients/<uuid:client>/plan/<uuid:pk>/", items.edit, name="edit"),
    path("clients/<uuid:client>/plan/<uuid:pk>/state/", items.set_state, name="set_state"),
    path("clients/<uuid:client>/plan/<uuid:pk>/versions/", versions.of_item, name="versions_of"),
    path("clients/<uuid:client>/plan/proposals/<uuid:pk>/", answers.one, name="answer"),
    path("clients/<uuid:client>/plan/proposals/<uuid:pk>/accept/", answers.accept, name="accept"),
    path("clients/<uuid:client>/plan/proposals/<uuid:pk>/adapt/", answers.adapt, name="adapt"),
    path("clients/<uuid:client>/plan/proposals/<uuid:pk>/decline/", answers.decline, name="decline"),
    path("clients/<uuid:client>/plan/problems/", problems.of_client, name="problems_of"),
    path("clients/<uuid:client>/plan/goal/", goals.goal, name="goal_of"),
    path("clients/<uuid:client>/plan/goal/versions/", versions.of_goal, name="goal_versions_of"),
    path("clients/<uuid:client>/plan/steps/new/", steps.write_step, name="write_step_of"),
    path("clients/<uuid:client>/plan/steps/<uuid:pk>/", steps.rewrite_step, name="rewrite_step_of"),
    path("clients/<uuid:client>/plan/steps/<uuid:pk>/pin/", steps.pin_step, name="pin_step_of"),
    path("clients/<uuid:client>/plan/steps/<uuid:pk>/remove/", steps.remove_step, name="remove_step_of"),
]
