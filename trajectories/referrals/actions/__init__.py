"""The steps of a warm handover: of the care team, the client, the partner and the clock."""

from trajectories.referrals.actions.of_client import agree, stop, tell_how_it_goes
from trajectories.referrals.actions.of_clock import ask_after, expire
from trajectories.referrals.actions.of_partner import accept, ask_question, decline, note_look, propose_for_plan
from trajectories.referrals.actions.of_team import answer_question, note_talk, propose, send_again, withdraw
from trajectories.referrals.actions.steps import note_contact

__all__ = [
    "accept",
    "agree",
    "answer_question",
    "ask_after",
    "ask_question",
    "decline",
    "expire",
    "note_contact",
    "note_look",
    "note_talk",
    "propose",
    "propose_for_plan",
    "send_again",
    "stop",
    "tell_how_it_goes",
    "withdraw",
]
