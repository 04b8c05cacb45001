"""Help now with the person's own words and people. Never recorded: nobody sees that somebody was here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from aftercare.accounts.models import User
from aftercare.core.views import show_help
from trajectories.plans.models import CopingStep

MOST_STEPS, MOST_PEOPLE = 3, 4  # 113 and 112 stay on the first screen of a small phone


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    return show_help(request, **own_help(request.user))


def own_help(user: User) -> dict:
    """The pinned coping steps of one's own running trajectory, and whom one calls; nothing for who is not signed in."""
    if not user.is_authenticated:
        return {}
    steps = CopingStep.objects.pinned().filter(trajectory__client__user=user, trajectory__status="running")
    found = list(steps.order_by("written_at", "id"))
    people = {step.call_name: {"name": step.call_name, "tel": step.call_url} for step in found if step.call_phone}
    return {
        "strategies": [step.text for step in found[:MOST_STEPS]],
        "people": list(people.values())[:MOST_PEOPLE],
    }
