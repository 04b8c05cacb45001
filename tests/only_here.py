"""No test reaches beyond this machine."""

import ipaddress
import socket


class NetworkRefused(RuntimeError):
    pass


def allow_only_this_machine() -> None:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    socket.socket.connect = lambda self, address: connect(self, checked(self, address))
    socket.socket.connect_ex = lambda self, address: connect_ex(self, checked(self, address))


def checked(connection: socket.socket, address):
    if connection.family in {socket.AF_INET, socket.AF_INET6} and not is_here(address[0]):
        raise NetworkRefused(f"A test tried to reach {address[0]}.")
    return address


def is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
