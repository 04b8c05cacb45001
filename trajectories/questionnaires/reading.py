"""What an organisation may write in a definition of its own, on top of what every definition must be."""

from django.utils.translation import gettext as _

from trajectories.checkins import library
from trajectories.checkins.problems import DefinitionError, Gathering, insist
from trajectories.checkins.questionnaire import Questionnaire

AUDIENCES = {"client", "relative"}
OURS = {scale.id for name in sorted(library.REGULAR) for scale in library.load(name).scales}
"""Scales that the caseload and the charts are made of."""


def read(text: str) -> Questionnaire:
    """The questionnaire; or everything that is wrong, with its line."""
    file = _("the file")
    found = library.of_text(text, name="own", version=1, file=file)
    gathered = Gathering()
    with gathered.part():
        among = _("“for” names one or more of: %(words)s.") % {"words": ", ".join(sorted(AUDIENCES))}
        insist(set(found.audience) <= AUDIENCES, file, among)
    with gathered.part():
        insist(found.along is None, file, _("“along” is for questionnaires of the portal."))
    for scale in found.scales:
        with gathered.part():
            taken = _("“%(id)s” is a scale of the weekly check-in. Choose another word.") % {"id": scale.id}
            insist(scale.id not in OURS, f"{file}, scales {scale.id}", taken)
    try:
        gathered.settle()
    except DefinitionError as problems:
        raise problems.within(text) from problems
    return found
