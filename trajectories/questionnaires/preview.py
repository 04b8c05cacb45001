"""A questionnaire as a client meets it, question by question, with what the portal does with the answers."""

from dataclasses import dataclass

from django.forms import BoundField
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from trajectories.checkins.forms import AnswerForm
from trajectories.checkins.questionnaire import Item, Questionnaire


@dataclass(frozen=True)
class Shown:
    item: Item
    field: BoundField
    needless: str
    """When it is not asked, in words; empty when it always is."""


def of(questionnaire: Questionnaire) -> list[Shown]:
    return [Shown(item, _field(item), _needless(questionnaire, item)) for item in questionnaire.items]


def _field(item: Item) -> BoundField:
    field = AnswerForm(item=item, prefix=item.id)["answer"]
    field.label = f"q-{item.id}"
    return field


def _needless(questionnaire: Questionnaire, item: Item) -> str:
    if item.unless is None:
        return ""
    name, answers = item.unless
    on = questionnaire.item(name)
    spoken = get_text_list([f"“{on.spoken(answer)}”" for answer in answers], _("or"))
    return _("Not asked after %(answers)s at “%(question)s”.") % {"answers": spoken, "question": on.text}
