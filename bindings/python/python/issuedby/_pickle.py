"""Functions that make CAs and verifiers again from a pickle: with every check, as from a file."""

from __future__ import annotations

from issuedby._native import CaCertificate, Verifier


def load_ca(der: bytes, identifier: str | None) -> CaCertificate:
    """The CA with this certificate and this identifier."""
    ca = CaCertificate.from_der(der)
    return ca if identifier is None else ca.with_id(identifier)


def make_verifier(
    cas: tuple[CaCertificate, ...],
    require_client_auth_eku: bool,
    ignore_ca_validity: bool,
    allow_unusual_serial: bool,
) -> Verifier:
    """The verifier with these CAs and options."""
    return Verifier(
        cas,
        require_client_auth_eku=require_client_auth_eku,
        ignore_ca_validity=ignore_ca_validity,
        allow_unusual_serial=allow_unusual_serial,
    )
