"""QuestionnaireResponse: a check-in that was sent, under the version that it answers."""

from collections.abc import Iterator, Sequence

from django.conf import settings

from aftercare.accounts.models import User
from trajectories.checkins import library
from trajectories.checkins.models import CheckIn
from trajectories.checkins.questionnaire import Answer, Item
from trajectories.dossier.models import Trajectory
from trajectories.export.fhir.elements import Element, element, instant, reference, resource
from trajectories.export.sources.checkins import check_ins_of

NOTE = "note"


def resources(of: User, trajectories: Sequence[Trajectory]) -> Iterator[Element]:
    for check_in in check_ins_of(trajectories):
        yield _response(of, check_in)


def canonical(check_in: CheckIn) -> str:
    return f"{settings.BASE_URL}/questionnaires/{check_in.instrument}|{check_in.version}"


def _response(of: User, check_in: CheckIn) -> Element:
    asked = library.of(check_in)
    given = {item: check_in.answers.get(item.id) for item in asked.asked(check_in.answers)}
    items = [_item(item, answer) for item, answer in given.items() if answer is not None]
    if check_in.note:
        note = {"linkId": NOTE, "text": str(asked.closing or ""), "answer": [{"valueString": check_in.note}]}
        items.append(element(**note))
    return resource(
        "QuestionnaireResponse",
        check_in.pk,
        questionnaire=canonical(check_in),
        status="completed",
        subject=reference("Patient", of.pk),
        source=reference("Patient", of.pk),
        authored=instant(check_in.submitted_at),
        item=items,
    )


def _item(item: Item, answer: Answer) -> Element:
    given = answer if isinstance(answer, list) else [answer]
    return element(linkId=item.id, text=str(item.text), answer=[_answer(item, one) for one in given])


def _answer(item: Item, answer: int | str) -> Element:
    if item.kind == "scale":
        return {"valueInteger": answer}
    if item.kind == "words":
        return {"valueString": answer}
    return {"valueCoding": {"code": str(answer), "display": item.spoken(answer)}}
