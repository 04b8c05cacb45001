"""In whose plan a service of the recovery network goes, and as what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aftercare.core.forms import BaseForm
from aftercare.network.models import Block, Service
from trajectories.dossier.models import TrajectoryQuerySet
from trajectories.plans.models import KINDS_WITH, Kind

AS_USUAL = {
    Block.PEER_GROUP: Kind.SUPPORT_GROUP,
    Block.HOUSING: Kind.PRACTICAL,
    Block.WORK: Kind.PRACTICAL,
    Block.MONEY: Kind.PRACTICAL,
    Block.NEIGHBOURHOOD: Kind.PRACTICAL,
}
"""As what a building block mostly stands in a plan; the others are a part of community."""


class UseServiceForm(BaseForm):
    client = forms.ModelChoiceField(None, label=_("In whose plan"), empty_label=_("Choose a client"))
    kind = forms.ChoiceField(label=_("As what"))

    def __init__(self, *args, trajectories: TrajectoryQuerySet, service: Service, **kwargs):
        super().__init__(*args, initial={"kind": AS_USUAL.get(service.block, Kind.COMMUNITY)}, **kwargs)
        self.fields["client"].queryset = trajectories
        self.fields["client"].label_from_instance = lambda trajectory: trajectory.client.user.name
        self.fields["kind"].choices = [(kind, kind.label) for kind in KINDS_WITH["service"]]
