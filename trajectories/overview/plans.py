"""How the plan stands on the timeline: its items and what they were before, proposals, the goal."""

from django.utils.translation import gettext as _

from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words, sentences
from trajectories.plans.models import PlanItem, Proposal


def plan(row: Row) -> Words:
    title = _("In the plan: %(title)s") if row["revision"] == 1 else _("Plan changed: %(title)s")
    return Words("list-checks", title % {"title": row["title"]}, str(PlanItem.State(row["state"]).label))


def goal(row: Row) -> Words:
    return Words("flag", _("New goal"), own=[row["text"]])


def proposal(row: Row) -> Words:
    wish = str(Proposal.Wish(row["wish"]).label)
    said = [words for words in (row["title"], row["why"]) if words]
    state, title = str(Proposal.State(row["state"]).label), _("Proposal: %(wish)s") % {"wish": wish.lower()}
    if row["by_client"]:
        return Words("message-square-plus", title, state, own=said)
    return Words("message-square-plus", title, sentences(row["by_name"], *said, state))


SOURCES = (
    Source(
        name="plan",
        group="plan",
        at="changed_at",
        known_at="changed_at",
        by="changed_by_id",
        tables="trajectories_planitem AS source",
        where=OF_TRAJECTORY,
        words=plan,
    ),
    Source(
        name="plan_before",
        group="plan",
        at="source.changed_at",
        known_at="source.changed_at",
        by="source.changed_by_id",
        tables="trajectories_itemversion AS source",
        where=OF_TRAJECTORY,
        words=plan,
    ),
    Source(
        name="goal",
        group="plan",
        at="set_at",
        known_at="set_at",
        by="set_by_id",
        tables="trajectories_goal AS source",
        where=OF_TRAJECTORY,
        words=goal,
    ),
    Source(
        name="proposal",
        group="plan",
        at="proposed_at",
        known_at="proposed_at",
        by="proposed_by_id",
        tables="trajectories_proposal AS source JOIN accounts_user AS person ON person.id = proposed_by_id",
        where=f"{OF_TRAJECTORY} AND state <> 'withdrawn'",
        words=proposal,
        also=("proposed_by_id = %(person)s AS by_client", "person.name AS by_name"),
    ),
)
