"""Everything that a reviewer of a certificate looks at, as frozen dataclasses.

The names are those of ``issuedby inspect --format json``, written as Python does: ``spkiSha256Fingerprint`` is
``spki_sha256_fingerprint``.
"""

from __future__ import annotations

import json
import re
import types
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from issuedby._native import inspection_json
from issuedby._types import CertificateLike

__all__ = [
    "AccessDescription",
    "BasicConstraints",
    "Caution",
    "DistributionPoint",
    "Extension",
    "ExtensionError",
    "GeneralName",
    "Inspection",
    "Key",
    "LoadableAsCa",
    "NameConstraint",
    "NameConstraints",
    "NameWarning",
    "Policy",
    "PolicyConstraints",
    "PolicyQualifier",
    "Refusal",
    "certificate_inspect",
]


def certificate_inspect(certificate: CertificateLike, /) -> Inspection:
    """Everything that a reviewer of a certificate looks at.

    It is not a verdict: a certificate without a caution may be anybody's. An extension that cannot be read keeps nothing
    else from being read.

    Raises ParseError for what is no certificate.
    """
    text = inspection_json(certificate)
    built = _built(Inspection, json.loads(text))
    object.__setattr__(built, "_json", text)
    return built


@dataclass(frozen=True)
class Key:
    """The kind and size of a public key; the size is None for kinds that are not accepted."""

    kind: str
    bits: int | None


@dataclass(frozen=True)
class BasicConstraints:
    """The basicConstraints extension."""

    ca: bool
    path_length: int | None


@dataclass(frozen=True)
class GeneralName:
    """A name: the alternative of RFC 5280, such as ``dNSName``, and its value, which may hold any character."""

    type: str
    value: str


@dataclass(frozen=True)
class NameConstraint:
    """One name constraint; ``fault`` says why it cannot be evaluated."""

    type: str
    base: str
    fault: str | None


@dataclass(frozen=True)
class NameConstraints:
    """The names that a CA may certify; ``error`` says why they cannot be read."""

    permitted: tuple[NameConstraint, ...]
    excluded: tuple[NameConstraint, ...]
    error: str | None


@dataclass(frozen=True)
class PolicyQualifier:
    """A qualifier of a policy, such as ``cps`` with its URI."""

    type: str
    value: str


@dataclass(frozen=True)
class Policy:
    """A certificate policy."""

    oid: str
    name: str | None
    qualifiers: tuple[PolicyQualifier, ...]


@dataclass(frozen=True)
class PolicyConstraints:
    """The policyConstraints extension."""

    require_explicit_policy: int | None
    inhibit_policy_mapping: int | None


@dataclass(frozen=True)
class DistributionPoint:
    """A CRL distribution point; ``reasons`` is None for all reasons."""

    names: tuple[GeneralName, ...]
    relative_name: str | None
    reasons: tuple[str, ...] | None
    crl_issuer: tuple[GeneralName, ...]


@dataclass(frozen=True)
class AccessDescription:
    """A place for information about the issuer: ``method`` is ``ocsp``, ``caIssuers`` or another."""

    method: str
    type: str
    value: str


@dataclass(frozen=True)
class ExtensionError:
    """The fault of an extension that cannot be read; ``offset`` is counted from the start of the certificate."""

    offset: int
    message: str


@dataclass(frozen=True)
class Extension:
    """One extension; ``value`` has its first bytes in hexadecimal if nothing here reads it, if it cannot be read, and if it
    stands several times."""

    oid: str | None
    name: str | None
    critical: bool
    size: int
    value: str | None
    error: ExtensionError | None


@dataclass(frozen=True)
class NameWarning:
    """A warning about the subject or the issuer."""

    name: Literal["subject", "issuer"]
    code: str
    rdn: int | None
    attribute: str | None


@dataclass(frozen=True)
class Caution:
    """Something about a certificate that deserves attention."""

    code: str
    message: str
    remedy: str | None


@dataclass(frozen=True)
class Refusal:
    """A reason for which every verifier refuses the certificate as a client's."""

    code: str
    message: str
    remedy: str


@dataclass(frozen=True)
class LoadableAsCa:
    """The reason for which the certificate cannot be loaded as a CA; ``code`` is None if it can, with these warnings."""

    code: str | None
    warnings: tuple[str, ...]
    message: str | None
    remedy: str | None


@dataclass(frozen=True)
class Inspection:
    """A certificate as its reviewer sees it."""

    subject: str | None
    issuer: str | None
    serial_number: str
    not_before: str
    not_after: str
    sha256_fingerprint: str
    spki_sha256_fingerprint: str
    cert_issuer_dn: str | None
    version: int
    key: Key
    signature_algorithm: str
    is_ca: bool
    basic_constraints: BasicConstraints | None
    path_length: int | None
    key_usage: tuple[str, ...] | None
    extended_key_usage: tuple[str, ...] | None
    subject_alternative_names: tuple[GeneralName, ...] | None
    name_constraints: NameConstraints | None
    certificate_policies: tuple[Policy, ...] | None
    policy_constraints: PolicyConstraints | None
    inhibit_any_policy: int | None
    crl_distribution_points: tuple[DistributionPoint, ...] | None
    authority_info_access: tuple[AccessDescription, ...] | None
    authority_key_identifier: str | None
    authority_cert_issuer: tuple[GeneralName, ...]
    authority_cert_serial_number: str | None
    subject_key_identifier: str | None
    extensions: tuple[Extension, ...]
    defects: tuple[str, ...]
    name_warnings: tuple[NameWarning, ...]
    cautions: tuple[Caution, ...]
    loadable_as_ca: LoadableAsCa
    never_verifies: tuple[Refusal, ...]
    truncated: tuple[str, ...]
    bytes: int
    trailing_bytes: int
    client_cert_length: int
    _json: str = field(default="", repr=False, compare=False)

    def to_json(self) -> str:
        """The core's JSON: the same bytes in every language."""
        return self._json


_T = TypeVar("_T")

_MEMBERS: dict[type[Any], list[tuple[str, str, Any]]] = {}
"""The members of each dataclass, found once."""

_OTHER_KEYS = {"cert_issuer_dn": "certIssuerDN", "name_warnings": "alarms"}


def _built(kind: type[_T], value: dict[str, Any]) -> _T:
    """A dataclass from an object of JSON. An object without one of its keys is an error."""
    return kind(**{name: _of_type(hint, value[key]) for name, key, hint in _members(kind)})


def _of_type(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is tuple:
        return tuple(_of_type(get_args(hint)[0], one) for one in value)
    return _built(cast(type[Any], hint), value) if is_dataclass(hint) else value


def _members(kind: type[Any]) -> list[tuple[str, str, Any]]:
    """The members of a dataclass: their name, their key in JSON, their type."""
    if (known := _MEMBERS.get(kind)) is not None:
        return known
    hints = get_type_hints(kind)
    names = [member.name for member in fields(kind) if not member.name.startswith("_")]
    return _MEMBERS.setdefault(kind, [(name, _key(name), hints[name]) for name in names])


def _key(name: str) -> str:
    if name in _OTHER_KEYS:
        return _OTHER_KEYS[name]
    return re.sub("_([a-z0-9])", lambda found: found[1].upper(), name)
