"""The vectors that every language runs: tests/vectors/vectors.json, as its README describes them."""

from __future__ import annotations

import json
import pickle
from base64 import b64decode
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

import issuedby
from issuedby import CaCertificate, ParseError, UnfitCaError, VerificationError, Verifier

PROVIDER = "aws-lc-rs"


@pytest.fixture(autouse=True)
def known_format(vectors: dict[str, Any]) -> None:
    assert vectors["format"] == 1


def test_every_verification_case_gives_what_it_expects(
    vectors: dict[str, Any], report_cases: Callable[[str, int, int], None]
) -> None:
    for case in vectors["cases"]:
        if PROVIDER in case["providers"]:
            check(case)
    report_cases("python/verification", len(vectors["cases"]), vectors["count"])


def check(case: dict[str, Any]) -> None:
    verifier = Verifier([load(ca) for ca in case["cas"]], **case["options"])
    leaf = None if case["leaf"] is None else b64decode(case["leaf"])
    chain = [b64decode(one) for one in case["chain"]]
    verdict = verifier.evaluate(leaf, now=case["now"], chain=chain)

    expect = case["expect"]
    found = {
        "status": verdict.status,
        "reason": verdict.reason,
        "reasons": [entry.code for entry in verdict.reasons],
        "authenticated": verdict.verified or any(entry.authenticated for entry in verdict.reasons),
        "ca": None if verdict.ca is None else verdict.ca.sha256_fingerprint,
    }
    assert found == expect, case["id"]
    said = f"{verdict.message} {verdict.remedy}"
    assert [fact for fact in case["facts"] if fact not in said] == [], (case["id"], said)
    assert case["verdict"] is None or verdict.to_json() == case["verdict"], case["id"]
    try:
        verified = verifier.verify(leaf, now=case["now"], chain=chain)
    except VerificationError as error:
        assert not verdict.verified and error.verdict == verdict and error.reason == expect["reason"]
    else:
        assert verdict.verified and verified.verdict == verdict


def load(ca: dict[str, Any]) -> CaCertificate:
    loaded = CaCertificate.from_der(b64decode(ca["der"]))
    return loaded if ca["id"] is None else loaded.with_id(ca["id"])


def test_every_loading_case_gives_what_it_expects(vectors: dict[str, Any], report_cases: Callable[[str, int, int], None]) -> None:
    for case in vectors["ca_cases"]:
        if PROVIDER not in case["providers"]:
            continue
        data = case["input"]
        content = b64decode(data) if isinstance(data, str) else bytes([data["repeat"][0]]) * data["repeat"][1]
        found: dict[str, Any]
        try:
            ca = {"pem": CaCertificate.from_pem, "der": CaCertificate.from_der}[case["format"]](content)
            Verifier([ca])
            found = {"warnings": list(ca.warnings)}
        except UnfitCaError as error:
            found = {"error": error.code}
            said = f"{error} {error.remedy}"
            assert [fact for fact in case["facts"] if fact not in said] == [], (case["id"], said)
        assert found == case["expect"], case["id"]
    report_cases("python/loading", len(vectors["ca_cases"]), vectors["ca_count"])


def test_every_bundle_gives_its_cas_or_every_unfit_certificate(
    repository: Path, report_cases: Callable[[str, int, int], None]
) -> None:
    """tests/vectors/bundles.json."""
    vectors = json.loads((repository / "tests/vectors/bundles.json").read_text())
    assert vectors["format"] == 1
    for case in vectors["cases"]:
        data = b64decode(case["input"])
        try:
            cas = CaCertificate.from_pem_bundle(data)
        except UnfitCaError as error:
            unfit = [asdict(one) for one in error.unfit]
            declared = [{key: one[key] for key in ("number", "line", "code")} for one in unfit]
            assert {"error": error.code, "unfit": declared} == case["expect"], case["id"]
            assert unfit == case["unfit"], case["id"]
            assert (str(error), error.remedy) == (f"{case['message']}; {case['remedy']}", case["remedy"]), case["id"]
            said = f"{error} {unfit}"
            assert [fact for fact in case["facts"] if fact not in said] == [], (case["id"], said)
            copy = pickle.loads(pickle.dumps(error))
            assert copy.unfit == error.unfit
        else:
            found = [{"sha256": ca.sha256_fingerprint, "warnings": list(ca.warnings)} for ca in cas]
            assert {"cas": found} == case["expect"], case["id"]
            assert Verifier(cas)
    report_cases("python/bundles", len(vectors["cases"]), vectors["count"])


def test_every_inspection_gives_what_it_expects(repository: Path, report_cases: Callable[[str, int, int], None]) -> None:
    """tests/vectors/inspections.json."""
    vectors = json.loads((repository / "tests/vectors/inspections.json").read_text())
    assert vectors["format"] == 1
    for case in vectors["cases"]:
        data = b64decode(case["certificate"])
        try:
            inspection = issuedby.certificate_inspect(data)
        except ParseError as error:
            assert {"error": error.code} == case["expect"], case["id"]
            # Other forms than DER are read here, so that the sentence about other bytes may name these.
            assert [fact for fact in case["facts"] if fact not in str(error)] == [], case["id"]
            continue
        assert inspection.to_json() == case["inspection"], case["id"]
        assert [caution.code for caution in inspection.cautions] == case["expect"]["cautions"], case["id"]
        assert [fact for fact in case["facts"] if fact not in inspection.to_json()] == [], case["id"]
        assert values_of(inspection) == values_of_json(json.loads(case["inspection"])), case["id"]
        assert pickle.loads(pickle.dumps(inspection)) == inspection
    report_cases("python/inspections", len(vectors["cases"]), vectors["count"])


def values_of(value: Any) -> Any:
    """Everything of an inspection without the names of its members, in order."""
    if is_dataclass(value):
        return [values_of(getattr(value, member.name)) for member in fields(value) if not member.name.startswith("_")]
    return [values_of(one) for one in value] if isinstance(value, tuple) else value


def values_of_json(value: Any) -> Any:
    if isinstance(value, dict):
        return [values_of_json(one) for one in value.values()]
    return [values_of_json(one) for one in value] if isinstance(value, list) else value


def test_every_input_gives_what_it_expects(repository: Path, report_cases: Callable[[str, int, int], None]) -> None:
    """tests/vectors/inputs.json: forms other than DER."""
    vectors = json.loads((repository / "tests/vectors/inputs.json").read_text())
    assert vectors["format"] == 1
    verifier = Verifier([CaCertificate.from_der(b64decode(vectors["ca"]))])
    for case in vectors["cases"]:
        data = b64decode(case["input"])
        leaf: bytes | str = data.decode() if case["given"] == "text" else data
        verdict = verifier.evaluate(leaf, now=vectors["now"])
        assert (verdict.to_json(), verdict.remedy) == (case["verdict"], case["remedy"]), case["id"]
        if case["message"] is None:
            assert issuedby.fingerprint(leaf) == case["expect"]["certificate"], case["id"]
            assert issuedby.client_cert_encode(leaf), case["id"]
            continue
        for call in (issuedby.fingerprint, issuedby.client_cert_encode):
            with pytest.raises(ParseError) as raised:
                call(leaf)
            assert (str(raised.value), raised.value.code) == (case["message"], case["expect"]["error"]), case["id"]
            assert [fact for fact in case["facts"] if fact not in str(raised.value)] == [], case["id"]
    report_cases("python/inputs", len(vectors["cases"]), vectors["count"])
