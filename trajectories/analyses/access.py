"""The analysis of one moment in a trajectory, or a blank one for a moment that nobody looked back on yet."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from trajectories.analyses.models import Analysis
from trajectories.dossier.models import Trajectory


def analysis_of(trajectory: Trajectory, about: str, pk: UUID) -> Analysis:
    moments = {"trigger": trajectory.trigger_entries, "lapse": trajectory.lapses}
    if about not in moments:
        raise Http404
    moment = get_object_or_404(moments[about], pk=pk)
    stored = trajectory.analyses.with_moments().filter(**{about: moment}).first()
    return stored or Analysis(organisation_id=trajectory.organisation_id, trajectory=trajectory, **{about: moment})
