"""The portal can be put on a home screen, under a name and a picture that tell nothing."""

import re
import struct
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

TOLD = re.compile("nazorg|aftercare|verslav|addict|herstel|recover|zorg|care", re.IGNORECASE)


@pytest.mark.django_db
def test_the_manifest_names_the_product_and_nothing_of_care():
    told = Client().get("/manifest.webmanifest")
    assert told["Content-Type"] == "application/manifest+json"
    assert told.json()["name"] == told.json()["short_name"] == settings.PRODUCT_NAME
    assert not TOLD.search(told.content.decode())


@pytest.mark.django_db
def test_every_icon_is_there_in_the_size_it_says():
    for icon in Client().get("/manifest.webmanifest").json()["icons"]:
        with Path(finders.find(icon["src"].removeprefix("/static/"))).open("rb") as file:
            width, height = struct.unpack(">II", file.read(24)[16:])
        assert icon["sizes"] == f"{width}x{height}"


@pytest.mark.django_db
def test_each_page_points_to_it_in_the_colours_of_both_themes():
    page = Client().get("/help-now/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert [re.search(f'content="(#\\w+)" media="[^"]*{theme}', page)[1] for theme in ("light", "dark")] == [
        "#F4F2EE",
        "#141A23",
    ]
