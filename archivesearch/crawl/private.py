"""Which hosts are private: a page of the open web must not lead a crawl into the network around it."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit


def is_private_address(address: str) -> bool:
    """Whether an IP address is loopback, private, link-local or otherwise not of the open internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)
    return not ip.is_global or ip.is_multicast


def private_host(url: str) -> str | None:
    """The address behind a URL's host if it is private, "" where it cannot be found, None when it is public."""
    host = urlsplit(url).hostname or ""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ""
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    return next((address for address in addresses if is_private_address(address)), None)


def is_private_literal(url: str) -> bool:
    """Whether the host of a URL is written as a private IP address, or is this machine's name for itself."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return is_private_address(host)
    except ValueError:
        pass
    try:  # 2130706433, 0x7f.1 and 127.1 are what the system takes for addresses, too
        return is_private_address(socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, ValueError):
        return False
