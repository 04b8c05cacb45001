"""Handovers to partners on the dossier page, and how their steps stand on its timeline."""

from trajectories.overview.sources import OF_TRAJECTORY, Row, Source, Words, sentences
from trajectories.referrals.models import ReferralStep

COLUMN = """
    (SELECT json_agg(to_json(referral) ORDER BY proposed_at, id) FROM trajectories_referral AS referral
     WHERE trajectory_id = trajectory AND (referral.ended_at IS NULL OR referral.ended_at > now - interval '30 days'))
"""
"""A column of the query of `facts`, which knows `trajectory` and `now`."""

What = ReferralStep.What
BY_CLIENT = (What.NOT_WELL, What.ARRIVED)


def step(row: Row) -> Words:
    what = What(row["what"])
    title = f"{row['to_name']}: {str(what.label).lower()}"
    if what in BY_CLIENT:
        return Words("arrow-right-left", title, own=[row["words"]] if row["words"] else [])
    return Words("arrow-right-left", title, sentences(row["words"]))


SOURCES = (
    Source(
        name="referral_step",
        group="contact",
        at="source.at",
        known_at="source.at",
        by="source.by_id",
        tables=(
            "trajectories_referralstep AS source"
            " JOIN trajectories_referral AS referral ON referral.id = source.referral_id"
        ),
        where=f"{OF_TRAJECTORY} AND what <> 'sent'",
        words=step,
        also=("to_name",),
    ),
)
