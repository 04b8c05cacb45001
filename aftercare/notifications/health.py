"""How delivery is doing, for machines that watch it: numbers only, of the whole portal."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min

from aftercare.notifications.models import Message, Undeliverable

NAMES = {
    "messages": ("aftercare_outbox_messages", "Messages that are not settled, by state and channel."),
    "oldest": ("aftercare_outbox_oldest_due_seconds", "How long the oldest message that is due has been waiting."),
    "addresses": ("aftercare_outbox_undeliverable_addresses", "Addresses that do not work."),
}


@dataclass(frozen=True)
class Health:
    messages: dict[str, dict[str, int]]
    oldest_due_seconds: int
    undeliverable_addresses: int

    @property
    def is_behind(self) -> bool:
        return self.oldest_due_seconds > settings.OUTBOX_BEHIND_SECONDS

    def as_json(self) -> dict:
        return {
            "status": "behind" if self.is_behind else "ok",
            "messages": self.messages,
            "oldest_due_seconds": self.oldest_due_seconds,
            "undeliverable_addresses": self.undeliverable_addresses,
        }

    def as_metrics(self) -> str:
        """In the text format of Prometheus."""
        by_state = [
            (f'{{state="{state}",channel="{channel}"}}', count)
            for state, channels in self.messages.items()
            for channel, count in channels.items()
        ]
        values = {
            "messages": by_state,
            "oldest": [("", self.oldest_due_seconds)],
            "addresses": [("", self.undeliverable_addresses)],
        }
        lines = []
        for key, (name, help_text) in NAMES.items():
            lines += [f"# HELP {name} {help_text}", f"# TYPE {name} gauge"]
            lines += [f"{name}{labels} {value}" for labels, value in values[key]]
        return "\n".join(lines) + "\n"


def read(*, at: datetime) -> Health:
    messages = defaultdict(dict)
    unsettled = Message.objects.unsettled().order_by()
    for state, channel, count in unsettled.values_list("state", "channel").annotate(Count("pk")):
        messages[state][channel] = count
    oldest = Message.objects.due(at=at).aggregate(oldest=Min("due_at"))["oldest"]
    waited = int((at - oldest).total_seconds()) if oldest else 0
    return Health(dict(messages), waited, Undeliverable.objects.count())
