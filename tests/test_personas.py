"""The cast stands where the other tests expect it."""

import pytest

from trajectories.dossier.models import Trajectory


@pytest.mark.parametrize(
    ("persona", "part"),
    [
        ("counsellor", "counsellor"),
        ("client_user", "client"),
        ("peer_worker", "peer_worker"),
        ("colleague", None),
        ("other_client", None),
        ("relative", None),
        ("coordinator", None),
        ("manager", None),
        ("administrator", None),
        ("policy_maker", None),
        ("partner", None),
        ("outsider", None),
    ],
)
def test_who_has_which_part_in_a_trajectory(request, trajectory, persona, part):
    user = request.getfixturevalue(persona)
    found = Trajectory.objects.visible_to(user).filter(pk=trajectory.pk).first()
    assert getattr(found, "part", None) == part
