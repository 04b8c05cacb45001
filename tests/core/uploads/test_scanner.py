"""The virus scanner, where there is one: asked about every file, and nothing is taken while it is away."""

import socket
import struct
import threading

import pytest

from aftercare.core.uploads import FileRefused, check


@pytest.fixture
def clamd(settings):
    """clamd(answer) listens as the scanner does, once; it gives what it was sent."""
    received, threads = [], []

    def listen(answer: bytes) -> list[bytes]:
        server = socket.create_server(("127.0.0.1", 0))
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"

        def serve():
            with server, server.accept()[0] as caller, caller.makefile("rb") as sent:
                command = sent.read(10)
                (length,) = struct.unpack(">I", sent.read(4))
                received.extend([command, sent.read(length), sent.read(4)])
                caller.sendall(answer)

        threads.append(threading.Thread(target=serve))
        threads[-1].start()
        return received

    yield listen
    for thread in threads:
        thread.join(timeout=5)


def test_a_clean_file_is_taken(clamd):
    received = clamd(b"stream: OK\0")
    assert check(name="a", content=b"Hoi").content == b"Hoi"
    assert received == [b"zINSTREAM\0", b"Hoi", b"\0\0\0\0"]


def test_a_known_virus_is_refused(clamd):
    clamd(b"stream: Eicar-Signature FOUND\0")
    with pytest.raises(FileRefused, match="virusscanner"):
        check(name="a", content=b"Hoi")


def test_an_answer_that_was_cut_off_is_no_permission(clamd):
    clamd(b"stream: O")
    with pytest.raises(FileRefused, match="virusscanner"):
        check(name="a", content=b"Hoi")


def test_nothing_is_taken_while_it_is_away_and_the_log_tells_no_more_than_that(settings, caplog):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    with pytest.raises(FileRefused, match="nu niet"):
        check(name="geheim.txt", content=b"Canary")
    assert "away" in caplog.text
    assert "geheim" not in caplog.text + str(caplog.records)
