"""What no test may do unnoticed: reach the network, or show an undefined variable."""

import socket

import pytest
from django.core.cache import cache
from django.template import engines

from tests.only_here import NetworkRefused


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443), ("2001:db8::1", 80, 0, 0)])
@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_no_test_reaches_the_network(address, method):
    family = socket.AF_INET6 if len(address) == 4 else socket.AF_INET
    with socket.socket(family) as connection, pytest.raises(NetworkRefused, match=address[0]):
        getattr(connection, method)(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_may_be_reached(host):
    with socket.socket() as listener, socket.socket() as connection:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        assert connection.connect_ex((host, listener.getsockname()[1])) == 0


def test_an_undefined_variable_in_our_templates_fails(settings):
    template = engines["django"].from_string("{{ nobody_gave_this }}")
    assert template.render() == ""
    ours = engines["django"].get_template("components/status.html")
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable"):
        ours.render({})


@pytest.mark.parametrize("time", ["first", "second"])
def test_the_cache_is_empty_for_each_test(time):
    assert cache.get("left") is None
    cache.set("left", time)
