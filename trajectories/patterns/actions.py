"""Make a step of the plan from what the logs say."""

from django.db import transaction

from aftercare.accounts.models import User
from trajectories.dossier.models import Summary, Trajectory
from trajectories.patterns.findings import Finding
from trajectories.plans import actions as plans
from trajectories.plans.models import CopingStep


@transaction.atomic
def put_in_plan(*, trajectory: Trajectory, by: User, finding: Finding) -> CopingStep:
    """What helped then, as an own step for such moments. Put there twice it is there once."""
    Summary.objects.select_for_update().values_list("pk").get(pk=trajectory.pk)
    same = trajectory.coping_steps.against(finding.trigger).filter(text__iexact=finding.text).first()
    return same or plans.write_step(trajectory=trajectory, by=by, text=finding.text, trigger=finding.trigger)
