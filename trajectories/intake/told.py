"""What was told, read once, and said again in words: for the client, the counsellor, and at a conflict."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supportgroups.models import SupportGroup
from trajectories.dossier.models import Trajectory
from trajectories.intake.models import (
    AreaTold,
    EarlierEpisode,
    Intake,
    PersonAround,
    ProblemTold,
    SavedStep,
    Step,
    steps_of,
)
from trajectories.plans.models import LifeArea


@dataclass(frozen=True)
class Told:
    trajectory: Trajectory
    intake: Intake | None
    saved: dict[str, SavedStep]
    episodes: list[EarlierEpisode]
    areas: dict[str, AreaTold]
    people: list[PersonAround]
    problems: list[ProblemTold]

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.trajectory)

    @property
    def next_step(self) -> Step:
        """Where it goes on: the first step that was neither saved nor passed over, else the last."""
        return next((step for step in self.steps if step not in self.saved), Step.PLAN)

    @property
    def is_finished(self) -> bool:
        return bool(self.intake and self.intake.finished_at)

    def revision(self, step: Step) -> int:
        return self.saved[step].revision if step in self.saved else 0

    def after(self, step: Step) -> Step | None:
        following = self.steps[self.steps.index(step) + 1 :]
        return following[0] if following else None

    def before(self, step: Step) -> Step | None:
        earlier = self.steps[: self.steps.index(step)]
        return earlier[-1] if earlier else None


def read(trajectory: Trajectory) -> Told:
    return Told(
        trajectory=trajectory,
        intake=Intake.objects.filter(trajectory=trajectory).first(),
        saved={saved.step: saved for saved in trajectory.intake_steps.select_related("saved_by")},
        episodes=list(trajectory.episodes.all()),
        areas={told.area: told for told in trajectory.areas_told.all()},
        people=list(trajectory.people_around.all()),
        problems=list(trajectory.problems_told.all()),
    )


@dataclass(frozen=True)
class Line:
    label: str | Promise
    text: str


@dataclass(frozen=True)
class Section:
    """A step in words. Without lines nothing was told; `saved` is None when it was not asked yet."""

    step: Step
    lines: list[Line]
    saved: SavedStep | None


def sections(told: Told) -> list[Section]:
    return [section(told, step) for step in told.steps if step != Step.PLAN]


def section(told: Told, step: Step) -> Section:
    return Section(step, [line for line in LINES[step](told) if line.text], told.saved.get(step))


def _referral(told: Told) -> Iterator[Line]:
    if intake := told.intake:
        yield Line(gettext_lazy("Referred by"), _listed(intake.get_referrer_display(), intake.referrer_name))
        yield Line(gettext_lazy("Referred on"), _day(intake.referred_on))


def _treatment(told: Told) -> Iterator[Line]:
    trajectory = told.trajectory
    yield Line(gettext_lazy("What it was"), _listed(trajectory.get_treatment_display(), trajectory.treatment_place))
    yield Line(gettext_lazy("Ended on"), _day(trajectory.treatment_ended_on))
    yield Line(gettext_lazy("Earlier treatments"), str(trajectory.earlier_episodes or ""))
    for episode in told.episodes:
        when = str(episode.year) if episode.year else _("Year not known")
        yield Line(when, _listed(episode.get_kind_display(), episode.place) or "–")


def _reasons(told: Told) -> Iterator[Line]:
    reasons = [str(Trajectory.Reason(reason).label) for reason in told.trajectory.reasons]
    yield Line(gettext_lazy("Why"), _listed(*reasons))
    yield Line(gettext_lazy("What was learned"), told.trajectory.learned)


def _areas(told: Told) -> Iterator[Line]:
    for area in LifeArea:
        if area in told.areas:
            said = told.areas[area]
            score = "" if said.score is None else _("%(score)d out of 10") % {"score": said.score}
            wanted = said.wanted and _("Wants: %(wanted)s") % {"wanted": said.wanted}
            yield Line(area.label, _sentences(score, said.said, wanted))


def _people(told: Told) -> Iterator[Line]:
    for one in told.people:
        take_part = _("Wants them to take part") if one.involve else ""
        yield Line(one.name, _sentences(one.relation, one.get_bond_display(), take_part) or "–")
    wishes = [str(SupportGroup.Kind(kind).label) for kind in (told.intake.group_wishes if told.intake else [])]
    yield Line(gettext_lazy("Wants to join"), _listed(*wishes))


def _problems(told: Told) -> Iterator[Line]:
    for problem in told.problems:
        helps = problem.carrier and _("Helped by %(name)s") % {"name": problem.carrier}
        label = problem.get_area_display() or gettext_lazy("Practical problem")
        yield Line(label, _sentences(problem.text, helps))


def _plan(told: Told) -> Iterator[Line]:
    """What stands in the plan by now."""
    yield Line(gettext_lazy("Goal"), told.trajectory.goals.current().values_list("text", flat=True).first() or "")
    for item in told.trajectory.plan_items.current():
        yield Line(item.get_kind_display(), item.title)


LINES = {
    Step.REFERRAL: _referral,
    Step.TREATMENT: _treatment,
    Step.REASONS: _reasons,
    Step.AREAS: _areas,
    Step.PEOPLE: _people,
    Step.PROBLEMS: _problems,
    Step.PLAN: _plan,
}


def _day(on: date | None) -> str:
    return date_format(on, "j F Y") if on else ""


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _sentences(*parts: str) -> str:
    return " ".join(part if part.endswith((".", "?", "…")) else f"{part}." for part in parts if part)
