"""The people of an administrator's organisations: who has which role, and who can sign in. No dossiers."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aftercare.accounts import access, actions, invitations
from aftercare.accounts.forms import InviteForm, RoleForm
from aftercare.accounts.models import Membership, Organisation
from aftercare.core.errors import Refused

PER_PAGE = 50


def administrators_only(view):
    @wraps(view)
    @login_required
    def guarded(request, *args, **kwargs):
        if not access.administered_by(request.user).exists():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@administrators_only
@require_safe
def people(request):
    kept = access.with_sign_in(access.memberships_kept_by(request.user).active(), of=request.user)
    page = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    members = [(membership, access.sign_in_of(membership, at=now)) for membership in page]
    brings_clients = access.administered_by(request.user).filter(kind=Organisation.Kind.CARE).exists()
    context = {"page": page, "members": members, "brings_clients": brings_clients}
    return render(request, "accounts/people.html", context)


@administrators_only
def invite(request):
    form = InviteForm(request.POST or None, organisations=access.administered_by(request.user))
    if form.is_valid():
        try:
            membership = actions.invite_staff(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The invitation is on its way to %(name)s.") % {"name": membership.user.name})
            return redirect("accounts:people")
    return render(request, "accounts/people_invite.html", {"form": form})


@administrators_only
def person(request, pk):
    """One role of one person. Changing and ending it happen on this page."""
    membership = _kept(request, pk)
    form = _role_form(request, membership)
    if form and form.is_valid():
        organisation = access.organisation_for(request.user, membership)
        try:
            changed = actions.change_role(
                membership=membership, organisation=organisation, by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The role was changed."))
            return redirect("accounts:person", changed.pk)
    sign_in = access.sign_in_of(membership, at=timezone.now())
    last = membership.user.invited[0] if membership.user.invited else None
    context = {"membership": membership, "form": form, "sign_in": sign_in, "invitation": last}
    return render(request, "accounts/person.html", context)


@administrators_only
@require_POST
def resend(request, pk):
    membership = _kept(request, pk)
    organisation = access.organisation_for(request.user, membership)
    renews = access.sign_in_of(membership, at=timezone.now()) == access.SignIn.ACCEPTED
    return _act(
        request,
        membership,
        lambda: invitations.invite(person=membership.user, organisation=organisation, by=request.user, renews=renews),
        _("A new invitation is on its way."),
    )


@administrators_only
@require_POST
def withdraw(request, pk):
    membership = _kept(request, pk)
    organisation = access.organisation_for(request.user, membership)
    return _act(
        request,
        membership,
        lambda: invitations.withdraw_all(person=membership.user, organisation=organisation, by=request.user),
        _("The invitation was withdrawn. Its link does not work any more."),
    )


@administrators_only
@require_POST
def end(request, pk):
    membership = _kept(request, pk)
    organisation = access.organisation_for(request.user, membership)
    return _act(
        request,
        membership,
        lambda: actions.end_membership(membership=membership, organisation=organisation, by=request.user),
        _("%(name)s does not have this role any more.") % {"name": membership.user.name},
    )


def _act(request, membership: Membership, action, done: str):
    try:
        action()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:person", membership.pk)
    messages.success(request, done)
    return redirect("accounts:people")


def _kept(request, pk) -> Membership:
    kept = access.with_sign_in(access.memberships_kept_by(request.user).active(), of=request.user)
    return get_object_or_404(kept, pk=pk)


def _role_form(request, membership: Membership) -> RoleForm | None:
    if not membership.organisation_id:
        return None
    return RoleForm(request.POST or None, organisation=membership.organisation, current=membership.role)
