"""The one next step that a row offers: what it is called, and where it leads."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Step:
    """`about` is the fact of the row that the page is about, besides the client; without it the step is not there."""

    icon: str
    text: Promise
    page: str
    about: str = ""


OPEN = Step("folder-open", _("Open"), "overview:dossier")
STEPS = {
    "contact": Step("calendar-plus", _("Plan an appointment"), "appointments:plan"),
    "record": Step("notebook-pen", _("Record"), "appointments:record", about="to_record"),
    "task": Step("list-checks", _("To the task"), "teamtasks:finish", about="task_id"),
    "plan": Step("route", pgettext_lazy("at the plan", "Look"), "plans:items"),
    "problems": Step("wrench", pgettext_lazy("at the plan", "Look"), "plans:problems_of"),
    "read": Step("arrow-right-left", _("Read the sheet"), "handovers:sheet", about="handover_id"),
    "agree": Step("messages-square", pgettext_lazy("on how it goes on", "Agree"), "agreements:of_client"),
    "stepping": Step("footprints", pgettext_lazy("at the plan", "Look"), "stepping:of_client"),
    "message": Step("message-circle", _("Read it"), "messages:of_client"),
    "medicines": Step("pill", pgettext_lazy("at the plan", "Look"), "medication:of_client"),
    "prepare": Step("notebook-pen", _("Prepare"), "overview:dossier"),
    "intake": Step("clipboard-list", _("Go on"), "intake:go_on"),
    "open": OPEN,
}
