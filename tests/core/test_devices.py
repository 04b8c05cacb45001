"""A browser's own description in words."""

import pytest
from django.utils import translation

from aftercare.core.templatetags.devices import device

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1"
ANDROID = "Mozilla/5.0 (Android 15; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"
EDGE = CHROME + " Edg/130.0"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (CHROME, "Chrome on Windows"),
        (EDGE, "Edge on Windows"),
        (IPHONE, "Safari on iPhone"),
        (ANDROID, "Firefox on Android"),
        ("Something (Linux)", "Linux"),
        ("Firefox", "Firefox"),
        ("", "An unknown device"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(user_agent, words):
    with translation.override("en"):
        assert device(user_agent) == words
