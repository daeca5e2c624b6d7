//! Header lines: what a parser must make of them, which names an edge strips, and what it does to `Vary`.

use serde_json::{Value, json};

use super::{Line, byte_sequence, client, header_lines, not_a_certificate};
use crate::authority;

const STATUS: &str = "Client-Mtls-Verification-Status";
const REASON: &str = "Client-Mtls-Verification-Reason";
const CA_ID: &str = "Client-Mtls-Ca-Id";
const CERT: &str = "Client-Cert";
const CHAIN: &str = "Client-Cert-Chain";

/// The expected result of reading.
struct Expectation {
    status: &'static str,
    reason: Option<&'static str>,
    certificate: bool,
    chain: usize,
    ca_id: Option<&'static str>,
}

const NONE: Expectation =
    Expectation { status: "NONE", reason: Some("no_certificate"), certificate: false, chain: 0, ca_id: None };
const MALFORMED: Expectation = Expectation { status: "FAILED", reason: Some("malformed"), ..NONE };
const SUCCESS: Expectation = Expectation { status: "SUCCESS", reason: None, certificate: true, ..NONE };
const UNAVAILABLE: Expectation = Expectation { certificate: false, ..SUCCESS };

/// Every header case.
pub(super) fn cases() -> Vec<Value> {
    [statuses(), reasons(), identifiers(), certificates(), chains()].concat()
}

fn statuses() -> Vec<Value> {
    let cert = certificate();
    let logged = Expectation { certificate: true, ..MALFORMED };
    vec![
        case("status/nothing", &[], &NONE),
        case("status/other-fields-alone", &[line("Host", "a.example"), line("Cert", &cert)], &NONE),
        case("status/success", &[line(STATUS, "SUCCESS"), line(CERT, &cert)], &SUCCESS),
        case(
            "status/failed",
            &[line(STATUS, "FAILED"), line(REASON, "expired")],
            &Expectation { reason: Some("expired"), ..MALFORMED },
        ),
        case(
            "status/failed-with-certificate",
            &[line(STATUS, "FAILED"), line(REASON, "expired"), line(CERT, &cert)],
            &Expectation { reason: Some("expired"), ..logged },
        ),
        case("status/none", &[line(STATUS, "NONE"), line(REASON, "no_certificate")], &NONE),
        case("status/none-without-reason", &[line(STATUS, "NONE")], &NONE),
        case("status/none-with-certificate", &[line(STATUS, "NONE"), line(CERT, &cert)], &NONE),
        case("status/missing-beside-certificate", &[line(CERT, &cert)], &NONE),
        case("status/missing-beside-reason", &[line(REASON, "expired"), line(CERT, &cert)], &NONE),
        case(
            "status/missing-beside-everything",
            &[line(REASON, "nonsense"), line(CA_ID, "a b"), line(CERT, &cert)],
            &NONE,
        ),
        case(
            "status/names-in-any-case",
            &[line("CLIENT-MTLS-VERIFICATION-STATUS", "SUCCESS"), line("client-cert", &cert)],
            &SUCCESS,
        ),
        case(
            "status/blanks-around",
            &[line(STATUS, " \tSUCCESS\t "), line(CERT, &format!(" {cert}\t"))],
            &SUCCESS,
        ),
        case(
            "status/underscores-are-another-name",
            &[line("Client_Mtls_Verification_Status", "SUCCESS"), line(CERT, &cert)],
            &NONE,
        ),
        case("status/prefix-is-another-name", &[line("X-Client-Mtls-Verification-Status", "SUCCESS")], &NONE),
        case("status/suffix-is-another-name", &[line("Client-Mtls-Verification-Status2", "SUCCESS")], &NONE),
        case("status/empty", &[line(STATUS, ""), line(CERT, &cert)], &logged),
        case("status/lower-case", &[line(STATUS, "success"), line(CERT, &cert)], &logged),
        case("status/unknown", &[line(STATUS, "VERIFIED"), line(CERT, &cert)], &logged),
        case("status/quoted", &[line(STATUS, "\"SUCCESS\""), line(CERT, &cert)], &logged),
        case("status/parameter", &[line(STATUS, "SUCCESS;v=1"), line(CERT, &cert)], &logged),
        case("status/vertical-tab", &[line(STATUS, "SUCCESS\u{b}"), line(CERT, &cert)], &logged),
        case("status/no-break-space", &[line(STATUS, "SUCCESS\u{a0}"), line(CERT, &cert)], &logged),
        case("status/nul", &[line(STATUS, "SUCCESS\0"), line(CERT, &cert)], &logged),
        case("status/joined-lines", &[line(STATUS, "SUCCESS, SUCCESS"), line(CERT, &cert)], &logged),
        case("status/long", &[line(STATUS, &"SUCCESS".repeat(1_000))], &MALFORMED),
        case(
            "status/success-twice",
            &[line(STATUS, "SUCCESS"), line(STATUS, "SUCCESS"), line(CERT, &cert)],
            &logged,
        ),
        case(
            "status/none-then-success",
            &[line(STATUS, "NONE"), line(STATUS, "SUCCESS"), line(CERT, &cert)],
            &logged,
        ),
        case(
            "status/success-then-failed",
            &[line(STATUS, "SUCCESS"), line(STATUS, "FAILED"), line(REASON, "expired")],
            &MALFORMED,
        ),
        case(
            "status/twice-in-other-case",
            &[line(STATUS, "SUCCESS"), line("client-mtls-verification-status", "SUCCESS"), line(CERT, &cert)],
            &logged,
        ),
        case(
            "status/success-then-empty",
            &[line(STATUS, "SUCCESS"), line(STATUS, ""), line(CERT, &cert)],
            &logged,
        ),
    ]
}

fn reasons() -> Vec<Value> {
    let failed = |id: &str, reason: &str, read: &'static str| {
        let lines = [line(STATUS, "FAILED"), line(REASON, reason)];
        case(id, &lines, &Expectation { reason: Some(read), ..MALFORMED })
    };
    let cert = certificate();
    vec![
        failed("reason/of-the-structure", "invalid_serial", "invalid_serial"),
        failed("reason/of-the-issuance", "not_directly_signed", "not_directly_signed"),
        failed("reason/of-the-usage", "is_a_ca", "is_a_ca"),
        failed("reason/of-the-time", "ca_set_stale", "ca_set_stale"),
        failed("reason/of-the-revocation", "revoked", "revoked"),
        failed("reason/of-the-presentation", "no_certificate", "malformed"),
        failed("reason/of-the-decision", "issuer_not_allowed", "malformed"),
        failed("reason/of-loading", "not_a_ca", "malformed"),
        failed("reason/unknown", "bad_hair_day", "malformed"),
        failed("reason/empty", "", "malformed"),
        failed("reason/upper-case", "EXPIRED", "malformed"),
        failed("reason/number", "402", "malformed"),
        failed("reason/two-in-one", "expired, is_a_ca", "malformed"),
        failed("reason/not-utf-8-safe", "expired\u{ff}", "malformed"),
        case("reason/missing", &[line(STATUS, "FAILED")], &MALFORMED),
        case(
            "reason/twice",
            &[line(STATUS, "FAILED"), line(REASON, "expired"), line(REASON, "expired")],
            &MALFORMED,
        ),
        case(
            "reason/beside-success",
            &[line(STATUS, "SUCCESS"), line(REASON, "expired"), line(CERT, &cert)],
            &Expectation { certificate: true, ..MALFORMED },
        ),
        case(
            "reason/empty-beside-success",
            &[line(STATUS, "SUCCESS"), line(REASON, ""), line(CERT, &cert)],
            &Expectation { certificate: true, ..MALFORMED },
        ),
        case("reason/other-beside-none", &[line(STATUS, "NONE"), line(REASON, "expired")], &MALFORMED),
    ]
}

fn identifiers() -> Vec<Value> {
    let cert = certificate();
    let success = |id: &str, identifier: &str, expect: &Expectation| {
        case(id, &[line(STATUS, "SUCCESS"), line(CERT, &cert), line(CA_ID, identifier)], expect)
    };
    let logged = Expectation { certificate: true, ..MALFORMED };
    vec![
        success("ca-id/usual", "mtlsca_1", &Expectation { ca_id: Some("mtlsca_1"), ..SUCCESS }),
        success("ca-id/visible-ascii", "!\"',;`~", &Expectation { ca_id: Some("!\"',;`~"), ..SUCCESS }),
        success("ca-id/empty", "", &logged),
        success("ca-id/blank-inside", "a b", &logged),
        success("ca-id/beyond-ascii", "caf\u{e9}", &logged),
        success("ca-id/control-character", "a\u{1b}[2J", &logged),
        success("ca-id/too-long", &"a".repeat(129), &logged),
        case(
            "ca-id/twice",
            &[line(STATUS, "SUCCESS"), line(CERT, &cert), line(CA_ID, "a"), line(CA_ID, "a")],
            &logged,
        ),
        case(
            "ca-id/beside-failed",
            &[line(STATUS, "FAILED"), line(REASON, "expired"), line(CA_ID, "a")],
            &MALFORMED,
        ),
        case("ca-id/beside-none", &[line(STATUS, "NONE"), line(CA_ID, "a")], &MALFORMED),
    ]
}

fn certificates() -> Vec<Value> {
    let cert = certificate();
    let inside = cert.trim_matches(':').to_owned();
    let success = |id: &str, value: &str, expect: &Expectation| {
        case(id, &[line(STATUS, "SUCCESS"), line(CERT, value)], expect)
    };
    vec![
        success("certificate/not-canonical", &format!("{};v=1", cert.replace('=', "")), &SUCCESS),
        success("certificate/not-parseable-but-framed", &byte_sequence(&not_a_certificate()), &SUCCESS),
        success("certificate/empty", "", &UNAVAILABLE),
        success("certificate/empty-byte-sequence", "::", &UNAVAILABLE),
        success("certificate/bare-base64", &inside, &UNAVAILABLE),
        success("certificate/list", &format!("{cert}, {cert}"), &UNAVAILABLE),
        success("certificate/cut", &cert[..100], &UNAVAILABLE),
        success("certificate/pem-percent-encoded", "-----BEGIN%20CERTIFICATE-----", &UNAVAILABLE),
        success("certificate/too-large", &format!(":{}:", "A".repeat(90_000)), &UNAVAILABLE),
        case("certificate/missing", &[line(STATUS, "SUCCESS")], &UNAVAILABLE),
        case(
            "certificate/twice",
            &[line(STATUS, "SUCCESS"), line(CERT, &cert), line(CERT, &cert)],
            &UNAVAILABLE,
        ),
        case(
            "certificate/twice-in-other-case",
            &[line("client-cert", &cert), line(STATUS, "SUCCESS"), line(CERT, &cert)],
            &UNAVAILABLE,
        ),
        case(
            "certificate/one-of-two-broken",
            &[line(STATUS, "SUCCESS"), line(CERT, "nonsense"), line(CERT, &cert)],
            &UNAVAILABLE,
        ),
    ]
}

fn chains() -> Vec<Value> {
    let cert = certificate();
    let intermediate = byte_sequence(&authority::intermediate().der);
    let root = byte_sequence(&authority::example().der);
    let with = |id: &str, lines: &[&str], chain: usize| {
        let mut all = vec![line(STATUS, "SUCCESS"), line(CERT, &cert)];
        all.extend(lines.iter().map(|value| line(CHAIN, value)));
        case(id, &all, &Expectation { chain, ..SUCCESS })
    };
    vec![
        with("chain/of-one", &[&intermediate], 1),
        with("chain/of-two", &[&format!("{intermediate}, {root}")], 2),
        with("chain/on-two-lines", &[&intermediate, &root], 2),
        with("chain/empty", &[""], 0),
        with("chain/one-bad-member", &[&format!("{intermediate}, nonsense")], 0),
        with("chain/one-bad-line", &[&intermediate, "nonsense"], 0),
        with("chain/trailing-comma", &[&format!("{intermediate},")], 0),
        case(
            "chain/without-client-cert",
            &[line(STATUS, "SUCCESS"), line(CHAIN, &intermediate)],
            &UNAVAILABLE,
        ),
        case(
            "chain/beside-broken-client-cert",
            &[line(STATUS, "SUCCESS"), line(CERT, "nonsense"), line(CHAIN, &intermediate)],
            &UNAVAILABLE,
        ),
        case("chain/without-a-status", &[line(CERT, &cert), line(CHAIN, &intermediate)], &NONE),
    ]
}

/// Names, and whether an edge must remove a field or trailer with them.
pub(super) fn strip_cases() -> Vec<Value> {
    let stripped = [
        "Client-Cert",
        "client-cert",
        "CLIENT-CERT",
        "cLiEnT-cErT",
        "Client-Cert-Chain",
        "Client_Cert",
        "client_cert_chain",
        "Client-Cert_Chain",
        "Client-Certificate",
        "Client-Cert-",
        "client-cert2",
        "Client-Mtls-Verification-Status",
        "CLIENT-MTLS-VERIFICATION-STATUS",
        "client_mtls_verification_status",
        "Client-Mtls_Verification-Reason",
        "Client-Mtls-Ca-Id",
        "client-mtls-",
        "Client-Mtls-Anything",
        "client_mtls_",
        "Client.Cert",
        "client+cert-chain",
        "Client.Mtls+Ca_Id",
    ];
    let kept = [
        "",
        "Client",
        "Client-",
        "Client-Cer",
        "Client-Mtls",
        "client-mtlsx",
        "X-Client-Cert",
        "ClientCert",
        " Client-Cert",
        "Client--Cert",
        "Cert",
        "Vary",
        "Authorization",
    ];
    let cases = |names: &[&str], strip: bool| -> Vec<Value> {
        names.iter().map(|name| json!({ "name": name, "strip": strip })).collect()
    };
    [cases(&stripped, true), cases(&kept, false)].concat()
}

/// Values of `Vary`, and whether they name a field that only an edge may write (RFC 9440 section 2.4).
pub(super) fn vary_cases() -> Vec<Value> {
    let naming = [
        "Client-Cert",
        "client-cert",
        "CLIENT-CERT-CHAIN",
        "Accept, Client-Cert",
        "Accept,client-cert-chain ,Cookie",
        "\tClient-Cert\t",
        ", ,Client-Cert",
        "Client-Mtls-Verification-Status",
        "Accept, client-mtls-ca-id",
        "Client_Cert",
        "Client-Certificate",
        "Client-Cert Accept",
    ];
    let others = ["", "*", "Accept", "X-Client-Cert", "Client", "Client-Mtls"];
    let cases = |values: &[&str], names: bool| -> Vec<Value> {
        values.iter().map(|value| json!({ "value": value, "names": names })).collect()
    };
    [cases(&naming, true), cases(&others, false)].concat()
}

fn certificate() -> String {
    byte_sequence(&client())
}

fn line(name: &'static str, value: &str) -> Line {
    (name, value.to_owned())
}

fn case(id: &str, lines: &[Line], expect: &Expectation) -> Value {
    json!({
        "id": id,
        "headers": header_lines(lines),
        "expect": {
            "status": expect.status,
            "reason": expect.reason,
            "certificate": expect.certificate,
            "chain": expect.chain,
            "ca_id": expect.ca_id,
        },
    })
}
