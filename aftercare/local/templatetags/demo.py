"""The demo's people on its sign-in page."""

from django import template

from aftercare.local.people import PASSWORD, PEOPLE

register = template.Library()


@register.simple_tag
def demo_people() -> dict:
    return {"all": PEOPLE, "password": PASSWORD}
