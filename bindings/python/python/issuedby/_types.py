"""The inputs that callers may pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, Union


class X509Certificate(Protocol):
    """A ``cryptography.x509.Certificate``, recognized by its shape."""

    @property
    def serial_number(self) -> int: ...

    def public_bytes(self, encoding: Any) -> bytes: ...


BytesLike = Union[bytes, bytearray, memoryview]
"""DER, or text in its bytes."""

CertificateLike = Union[bytes, bytearray, memoryview, str, X509Certificate]
"""DER, PEM or RFC 9440 text, or a ``cryptography`` certificate."""

Headers = Union[
    Mapping[str, str],
    Mapping[bytes, bytes],
    Iterable[tuple[str, str]],
    Iterable[tuple[bytes, bytes]],
]
"""The headers of one request."""
