"""`manage.py bench` and `manage.py faults` hand over to their packages, and end with their answer."""

import pytest

from aftercare.local import proofs


@pytest.mark.parametrize(("arguments", "ended"), [(["--help"], 0), (["--no-such-option"], 2)])
def test_it_ends_as_its_package_ended(arguments, ended, capfd):
    assert proofs.main("bench", arguments) == ended
    assert "manage.py bench" in "".join(capfd.readouterr())


def test_asked_to_stop_it_waits_until_the_servers_are_stopped(monkeypatch):
    told = []

    class Process:
        def wait(self) -> int:
            if not told:
                raise KeyboardInterrupt
            return 0

        def send_signal(self, number) -> None:
            told.append(number)

    monkeypatch.setattr(proofs.subprocess, "Popen", lambda *_, **__: Process())
    assert proofs.main("bench", []) == 130
    assert told == [proofs.signal.SIGTERM]
