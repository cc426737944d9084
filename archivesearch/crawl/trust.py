"""Which certificates are believed: those of the system, else those that come with certifi."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import certifi


def name_trusted_certificates() -> None:
    """Tells OpenSSL where the system keeps its certificates, for this process.

    The OpenSSL inside the library that Scrapy uses looks where it was built, which on macOS, on Windows and
    in bare containers is a place that does not exist: then no server at all would be believed.
    """
    if os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR"):
        return
    system = ssl.get_default_verify_paths()
    if system.cafile:
        os.environ["SSL_CERT_FILE"] = system.cafile
    elif system.capath and any(Path(system.capath).iterdir()):
        os.environ["SSL_CERT_DIR"] = system.capath
    else:
        os.environ["SSL_CERT_FILE"] = certifi.where()
