"""Help now with the person's own words and people. Never recorded: nobody sees that somebody was here."""

from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from aftercare.accounts.models import User
from aftercare.core.views import show_help
from trajectories.dossier.models import Trajectory
from trajectories.plans.models import CopingStep
from trajectories.socialmap.models import KnownPerson

MOST_STEPS, MOST_PEOPLE = 3, 4  # 113 and 112 stay on the first screen of a small phone


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    return show_help(request, **own_help(request.user))


def own_help(user: User) -> dict:
    """The pinned coping steps of one's own trajectory, and whom one calls; nothing for who is not signed in.

    Who was put here from the map of people comes first; then whom the steps name.
    """
    if not user.is_authenticated:
        return {}
    last = Trajectory.objects.filter(client__user=user).running_first().values("pk")[:1]
    steps = CopingStep.objects.pinned().filter(trajectory=Subquery(last))
    found = list(steps.order_by("written_at", "id"))
    numbers = {step.call_name: step.call_url for step in found if step.call_phone}
    known = KnownPerson.objects.at_help_now().filter(trajectory=Subquery(last))
    numbers = {person.name: person.call_url for person in known} | numbers
    return {
        "strategies": [step.text for step in found[:MOST_STEPS]],
        "people": [{"name": name, "tel": url} for name, url in numbers.items()][:MOST_PEOPLE],
    }
