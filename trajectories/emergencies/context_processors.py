"""The bar that stands on each page of a dossier that was opened in an emergency."""

from django.http import HttpRequest


def emergency(request: HttpRequest) -> dict:
    """The opening by which the door let this request in, if it did."""
    return {"emergency": getattr(request, "emergency", None)}
