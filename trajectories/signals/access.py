"""How an organisation set its rules, and who may look at that and change it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from aftercare.core.prepared import Prepared
from trajectories.signals.models import RuleSetting
from trajectories.signals.rules import Rule

SEGMENT = "rules"


@dataclass(frozen=True)
class Thresholds:
    """Of one organisation: what it set itself, else what the rule says. A rule that it put out has none."""

    settings: dict[str, RuleSetting]

    def of(self, rule: Rule) -> int | None:
        setting = self.settings.get(rule.key)
        if setting is None:
            return rule.threshold
        return setting.threshold if setting.is_on else None


def thresholds_at(organisation_id: UUID) -> Thresholds:
    return Thresholds({one.rule: one for one in _settings(organisation=organisation_id)})


@Prepared
def _settings(organisation: UUID) -> QuerySet[RuleSetting]:
    return RuleSetting.objects.filter(organisation=organisation).order_by()
