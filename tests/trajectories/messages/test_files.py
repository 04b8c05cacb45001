"""Files with a message: checked before they are kept, and given back as a download to who may read the message."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from aftercare.audit.models import AccessEntry, Event
from aftercare.core.uploads import CheckedFile
from tests.core.uploads import made
from tests.trajectories.messages.conftest import MINE, key_of, words
from trajectories.messages.models import Attachment, Message

LETTER = CheckedFile("brief.pdf", "application/pdf", made.pdf())


def upload(content: bytes, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture
def attach(phone):
    """attach(file, …, text="…") sends from the phone."""

    def sent(*files, text="Zie de foto."):
        return phone.post(MINE, {"text": text, "key": key_of(phone.get(MINE)), "files": list(files)})

    return sent


@pytest.fixture
def attached(write):
    return write("Zie de brief.", files=[LETTER]).attachments.get()


@pytest.fixture
def url_of(trajectory):
    return lambda file: reverse("messages:file_of_client", args=[trajectory.pk, file.pk])


def test_a_photo_comes_along_without_what_it_tells_of_a_place(attach, trajectory):
    photo = made.jpeg(made.segment(0xE1, made.exif(1)))
    assert attach(upload(photo)).status_code == 302
    file = trajectory.messages.get().attachments.get()
    assert (file.name, file.kind, file.size) == ("foto.jpg", "image/jpeg", len(made.jpeg()))
    assert bytes(file.content) == made.jpeg()


def test_a_file_needs_no_words_and_words_need_no_file(attach, trajectory):
    attach(upload(made.png()), text="")
    attach(text="Hoi")
    assert [(one.text, one.file_count) for one in trajectory.messages.all()] == [("Hoi", 0), ("", 1)]


def test_neither_is_said_and_not_sent(attach, trajectory):
    page = attach(text="")
    assert page.context["form"].errors == {"text": ["Write something, or choose a file."]}
    assert not trajectory.messages.exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([upload(b"<script>alert(1)</script>", "a<b>.html")], "a b: Web pages, SVG drawings and scripts"),
        ([upload(b"MZ" + b"\0" * 60, "spel.exe")], "spel: This kind of file cannot be sent."),
        ([upload(made.png(), "goed.png"), upload(b"", "leeg.png")], "leeg: This file is empty."),
        ([upload(made.png())] * 4, "Send at most 3 files at once."),
    ],
)
def test_a_refused_file_says_why_and_the_words_stay(attach, trajectory, files, said):
    page = attach(*files, text="Dit typte ik lang.")
    assert page.status_code == 200
    (error,) = page.context["form"].errors["files"]
    assert error.startswith(said)
    assert "Dit typte ik lang." in page.content.decode()
    assert not trajectory.messages.exists()
    assert not Attachment.objects.exists()


def test_files_too_large_together_are_not_left_out_in_silence(attach, trajectory, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 500
    page = attach(upload(made.png() + b"\0" * 500), text="Met foto")
    assert page.context["form"].errors == {
        "files": ["Together these files are too large to send. Send them one by one."]
    }
    assert "Met foto" in page.content.decode()
    assert not trajectory.messages.exists()


def test_the_same_words_with_other_files_are_another_message(write, trajectory):
    key, other = uuid4(), CheckedFile("brief.pdf", "application/pdf", made.pdf(b"% 2"))
    for files in ([LETTER], [LETTER], [other], []):
        write("Zie de brief.", key=key, files=files)
    assert trajectory.messages.count() == 3
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("who", ["phone", "desk"])
def test_both_find_it_beside_the_message_and_get_it_as_a_download(request, attached, url, url_of, who):
    browser = request.getfixturevalue(who)
    page, address = (
        (MINE, reverse("messages:my_file", args=[attached.pk])) if who == "phone" else (url, url_of(attached))
    )
    html = browser.get(page).content.decode()
    assert f'href="{address}"' in html
    assert "brief.pdf" in html
    response = browser.get(address)
    assert response.getvalue() == made.pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_a_text_says_in_which_letters_it_is_written(phone, write):
    file = write("", files=[CheckedFile("één.txt", "text/plain", "één".encode())]).attachments.get()
    response = phone.get(reverse("messages:my_file", args=[file.pk]))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A9%C3%A9n.txt"


def test_who_took_a_file_is_logged(desk, phone, attached, url_of, counsellor, client_user):
    desk.get(url_of(attached))
    phone.get(reverse("messages:my_file", args=[attached.pk]))
    taken = AccessEntry.objects.filter(object_id=attached.pk).order_by("at")
    assert list(taken.values_list("event", "user", "client", "purpose")) == [
        (Event.EXPORT, counsellor.pk, client_user.pk, "care"),
        (Event.EXPORT, client_user.pk, client_user.pk, "self"),
    ]


@pytest.mark.parametrize(
    ("persona", "status"),
    [("peer_worker", 403), ("colleague", 404), ("relative", 404), ("other_client", 404), ("outsider", 404)],
)
def test_nobody_else_gets_it(request, browser_of, attached, url_of, persona, status):
    browser = browser_of(request.getfixturevalue(persona))
    assert browser.get(url_of(attached)).status_code == status
    assert browser.get(reverse("messages:my_file", args=[attached.pk])).status_code == 404
    assert not AccessEntry.objects.filter(object_id=attached.pk, event=Event.EXPORT).exists()


def test_a_file_of_another_conversation_is_not_found_through_one_s_own(
    desk, url_of, write, other_trajectory, other_client
):
    theirs = write("", by=other_client, of=other_trajectory, files=[LETTER]).attachments.get()
    assert desk.get(url_of(theirs)).status_code == 404


def test_the_timeline_says_that_there_are_files(desk, write, trajectory, counsellor):
    write("", files=[LETTER])
    write("Kijk", by=counsellor, files=[LETTER, LETTER])
    page = words(desk.get(trajectory.get_absolute_url(), {"show": "contact"}))
    assert "With 1 file." in page
    assert "Kijk With 2 files." in page
    assert "brief.pdf" not in page


@pytest.mark.parametrize("size", [0, 5 * 1024 * 1024 + 1])
def test_the_database_refuses_a_size_that_is_none(attached, size):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=attached.pk).update(size=size)


def test_a_file_never_names_itself_by_its_name(attached):
    assert "brief" not in str(attached)
    assert Message.objects.get().file_count == 1
