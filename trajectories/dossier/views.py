"""Correct, invite."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from aftercare.accounts.access import SignIn, sign_in_by
from aftercare.accounts.actions import may_correct
from aftercare.core.errors import Refused, Stale
from trajectories.dossier import access, actions
from trajectories.dossier.access import Permission, open_dossier
from trajectories.dossier.forms import CorrectionForm
from trajectories.dossier.models import Status


@login_required
def edit(request, pk):
    trajectory = open_dossier(request, pk, needs=Permission.TRAJECTORY_EDIT)
    with_contact = may_correct(trajectory.client.user, trajectory.organisation)
    form = CorrectionForm(request.POST or None, trajectory=trajectory, with_contact=with_contact)
    differences = []
    if form.is_valid():
        try:
            actions.correct(trajectory=trajectory, by=request.user, **form.changes)
        except Stale as stale:
            differences = form.differences(trajectory)
            form.take_over(trajectory)
            form.add_error(None, str(stale))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(trajectory)
    context = {"trajectory": trajectory, "form": form, "differences": differences, "with_contact": with_contact}
    return render(request, "trajectories/dossier/edit.html", context)


@login_required
def invite(request, pk):
    trajectory = open_dossier(request, pk, needs=Permission.INVITE)
    invited = access.invitations_of(trajectory)
    sign_in = sign_in_by(invited, at=timezone.now())
    if request.method == "POST":
        try:
            actions.invite(trajectory=trajectory, by=request.user, renews=sign_in == SignIn.ACCEPTED)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The invitation is on its way."))
        return redirect("dossier:invite", trajectory.pk)
    context = {
        "trajectory": trajectory,
        "last": invited[0] if invited else None,
        "sign_in": sign_in,
        "may_edit": access.can(request.user, Permission.TRAJECTORY_EDIT, trajectory),
        "is_running": trajectory.status == Status.RUNNING,
    }
    return render(request, "trajectories/dossier/invite.html", context)
