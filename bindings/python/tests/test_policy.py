"""The policy: its vectors, tests/vectors/policy.json, and how its options may be given."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import issuedby
from issuedby import CaCertificate, EdgeReport, MtlsAuthInbound, OptionError, Reason, Verifier

NOW = 1_800_000_000
DN = "CN=example-ca,O=Example,C=US"

Report = Callable[[str, int, int], None]


@pytest.fixture(scope="module")
def vectors(repository: Path) -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((repository / "tests/vectors/policy.json").read_text())
    assert vectors["format"] == 1
    return vectors


def test_every_decision_is_as_declared(vectors: dict[str, Any], report_cases: Report) -> None:
    for case in vectors["decisions"]:
        report = EdgeReport.from_headers([(name, value) for name, value in case["headers"]])
        decision = MtlsAuthInbound(case["options"]).decide(report, user=object() if case["user"] else None)
        metadata = decision.metadata
        found = {
            "action": decision.action,
            "reason": decision.reason,
            "metadata": metadata and metadata["sha256Fingerprint"],
            "sub": decision.sub,
        }
        assert found == case["expect"], case["id"]
        assert decision.to_json() == case["decision"], case["id"]
        for fact in case.get("facts", []):
            assert fact in (decision.log or ""), case["id"]
        said = json.loads(decision.to_json())
        assert said["metadata"] == metadata
        assert said["problem"] == (decision.problem and json.loads(decision.problem.to_json()))
    report_cases("python/decisions", len(vectors["decisions"]), vectors["count"]["decisions"])


def test_every_text_of_options_loads_or_is_refused_as_declared(vectors: dict[str, Any], report_cases: Report) -> None:
    for case in vectors["options"]:
        options = case["options"]
        if isinstance(options, dict):
            options = b64decode(options["base64"]) if "base64" in options else options["repeat"][0] * options["repeat"][1]
        found: dict[str, Any]
        try:
            found = {"warnings": [warning.code for warning in MtlsAuthInbound(options).warnings]}
        except OptionError as error:
            found = {"error": error.code, "element": error.element, "name_error": error.name_error}
            found = {key: value for key, value in found.items() if value is not None}
            for fact in case.get("facts", []):
                assert fact in f"{error} {error.remedy}", case["id"]
        assert found == case["expect"], case["id"]
    report_cases("python/options", len(vectors["options"]), vectors["count"]["options"])


def test_all_header_lines_are_read_as_declared(vectors: dict[str, Any], report_cases: Report) -> None:
    for case in vectors["headers"]:
        for lines in (
            [(name, value) for name, value in case["headers"]],
            [(name.encode(), value.encode()) for name, value in case["headers"]],
        ):
            report = EdgeReport.from_headers(lines)
            found = {
                "status": report.status,
                "reason": report.reason,
                "certificate": report.certificate_der is not None,
                "chain": len(report.chain),
                "ca_id": report.ca_id,
            }
            assert found == case["expect"], case["id"]
    report_cases("python/headers", len(vectors["headers"]), vectors["count"]["headers"])


def test_an_edge_strips_what_is_declared_and_nothing_else(vectors: dict[str, Any], report_cases: Report) -> None:
    for case in vectors["strip"]:
        assert issuedby.edge_headers_must_strip(case["name"]) == case["strip"], case
        assert issuedby.edge_headers_must_strip(case["name"].encode()) == case["strip"], case
    report_cases("python/strip", len(vectors["strip"]), vectors["count"]["strip"])
    for case in vectors["vary"]:
        assert issuedby.edge_headers_vary_names_client_cert(case["value"]) == case["names"], case
    report_cases("python/vary", len(vectors["vary"]), vectors["count"]["vary"])


def test_options_may_be_a_dict_text_or_keywords(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    verdict = verifier.evaluate(sample("client.pem"), now=NOW)
    policies = [
        MtlsAuthInbound({"certIssuerDN": DN, "allowUnauthenticatedRequests": False}),
        MtlsAuthInbound({"certIssuerDN": [DN, "CN=next"]}),
        MtlsAuthInbound(json.dumps({"certIssuerDN": DN})),
        MtlsAuthInbound(cert_issuer_dn=DN),
        MtlsAuthInbound(cert_issuer_dn=(DN, "CN=next"), allow_unauthenticated_requests=False),
    ]
    for policy in policies:
        assert policy.decide(verdict).action == "allow"
        decision = policy.decide(EdgeReport.from_verdict(verifier.evaluate(None)))
        assert (decision.action, decision.reason) == ("reject", Reason.NO_CERTIFICATE)
        assert decision.problem is not None and decision.problem.status == 401


def test_options_that_cannot_be_used_say_what_to_write(ca: CaCertificate) -> None:
    with pytest.raises(OptionError) as raised:
        MtlsAuthInbound(cas=[ca])
    assert (raised.value.code, raised.value.suggestion) == ("cert_issuer_dn_required", DN)
    with pytest.raises(OptionError) as raised:
        MtlsAuthInbound({"certIssuerDn": DN})
    assert (raised.value.code, raised.value.suggestion) == ("unknown_option", "certIssuerDN")
    with pytest.raises(OptionError) as raised:
        MtlsAuthInbound(cert_issuer=DN)  # type: ignore[call-arg]
    assert (raised.value.code, raised.value.suggestion) == ("unknown_option", "cert_issuer_dn")


def test_wrong_types_are_type_errors() -> None:
    for options in ({"certIssuerDN": 5}, {"certIssuerDN": DN, "allowUnauthenticatedRequests": "false"}):
        with pytest.raises(TypeError) as raised:
            MtlsAuthInbound(options)
        assert isinstance(raised.value, OptionError) and raised.value.code == "wrong_type"
    for wrong in (5, [DN], {DN}, object()):
        with pytest.raises(TypeError, match="a dict"):
            MtlsAuthInbound(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not both"):
        MtlsAuthInbound({"certIssuerDN": DN}, cert_issuer_dn=DN)
    with pytest.raises(TypeError, match="an EdgeReport or a Verdict"):
        MtlsAuthInbound(cert_issuer_dn=DN).decide(None)  # type: ignore[arg-type]


def test_the_subject_becomes_the_user_only_where_there_is_none(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    verdict = verifier.evaluate(sample("client.pem"), now=NOW)
    policy = MtlsAuthInbound(cert_issuer_dn=DN)
    assert policy.decide(verdict).sub == "CN=client-1,O=Example,C=US"
    assert policy.decide(verdict, user="somebody").sub is None


def test_a_refusal_tells_the_log_more_than_the_client(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    decision = MtlsAuthInbound(cert_issuer_dn="CN=other").decide(verifier.evaluate(sample("client.pem"), now=NOW))
    assert decision.problem is not None and decision.log is not None
    assert decision.problem.code == "issuer_not_allowed"
    assert decision.problem.content_type == "application/problem+json"
    assert "CN=other" in decision.log and "CN=other" not in decision.problem.to_json()


def test_what_an_edge_writes_is_read_again(ca: CaCertificate, sample: Callable[[str], bytes]) -> None:
    verdict = Verifier([ca.with_id("mtlsca_1")]).evaluate(sample("client.pem"), now=NOW)
    report = EdgeReport.from_verdict(verdict, chain=[ca.der])
    headers = report.to_headers(chain=True)
    assert [name for name, _ in headers] == [
        "Client-Cert", "Client-Cert-Chain", "Client-Mtls-Verification-Status", "Client-Mtls-Ca-Id",
    ]  # fmt: skip
    again = EdgeReport.from_headers(headers)
    assert again == report == EdgeReport.from_headers(dict(headers)) and hash(again) == hash(report)
    assert again.chain == (ca.der,) and again.ca_id == "mtlsca_1"
    assert again.incoming_request_properties == {
        "clientCert": dict(headers)["Client-Cert"],
        "clientMtlsVerificationStatus": "SUCCESS",
        "clientMtlsVerificationReason": None,
    }
    assert "Client-Cert" not in dict(report.to_headers(client_cert_max=100))


def test_an_unverified_certificate_is_sent_only_when_asked_for(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    report = EdgeReport.from_verdict(verifier.evaluate(sample("client-expired.pem"), now=NOW))
    assert "Client-Cert" not in dict(report.to_headers())
    assert "Client-Cert" in dict(report.to_headers(client_cert="presented"))
    with pytest.raises(ValueError, match="presented"):
        report.to_headers(client_cert="always")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="True or False in `chain`"):
        report.to_headers(chain="yes")  # type: ignore[arg-type]


def test_headers_are_pairs_of_text_or_bytes() -> None:
    for wrong in ("a: b", 5, ["a"], [("a", 5)], [("a", "b", "c")], {"a": ["b"]}):
        with pytest.raises(TypeError, match="headers"):
            EdgeReport.from_headers(wrong)  # type: ignore[arg-type]


def test_an_error_names_the_option_that_is_wrong() -> None:
    with pytest.raises(OptionError) as caught:
        MtlsAuthInbound(cert_issuer_dn=["CN=a", "CN"])
    assert (caught.value.option, caught.value.element) == ("certIssuerDN", 2)
    with pytest.raises(OptionError) as caught:
        MtlsAuthInbound({"certIssuer": "CN=a"})
    assert (caught.value.code, caught.value.option) == ("unknown_option", None)
