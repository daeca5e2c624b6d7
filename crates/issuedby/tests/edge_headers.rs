//! Between edge and worker: what is sent, what is read, what is stripped. Requirements of RFC 9440 are named by
//! their numbers.
#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

use issuedby::client_cert::{CLIENT_CERT, CLIENT_CERT_CHAIN};
use issuedby::edge_headers::{
    self, CLIENT_MTLS_CA_ID, CLIENT_MTLS_VERIFICATION_REASON, CLIENT_MTLS_VERIFICATION_STATUS, HeaderOptions,
    SendChain, SendClientCert, must_strip, names_client_elsewhere, vary_names_client_cert,
};
use issuedby::limits::{MAX_CA_ID_SIZE, MAX_CHAIN_MEMBERS};
use issuedby::{
    CaCertificate, CaSet, ClientCert, EdgeReport, Reason, Status, Verdict, Verifier, check_time, input,
};

/// 2026-11-23T12:00:00Z
const NOW: i64 = 1_795_435_200;

type Fields = Vec<(&'static str, String)>;

fn sample(name: &str) -> Vec<u8> {
    let path = issuedby_test_support::repository().join("tests/certs").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn der(name: &str) -> Vec<u8> {
    input::certificate_der(&sample(name)).expect("a sample is one certificate").into_owned()
}

/// The verdict on a leaf under a CA with this identifier.
fn verdict_under(ca_id: Option<&str>, leaf: Option<&[u8]>) -> Verdict<'static> {
    let ca = CaCertificate::from_pem(&sample("ca.pem")).expect("a sample CA is fit");
    let ca = match ca_id {
        Some(id) => ca.with_id(id).expect("an identifier"),
        None => ca,
    };
    let verifier = Verifier::new(CaSet::new([ca]).expect("the key is taken"));
    verifier.evaluate(leaf, check_time(NOW)).into_owned()
}

fn verdict(name: &str) -> Verdict<'static> {
    verdict_under(Some("mtlsca_1"), Some(&der(name)))
}

fn read(fields: &Fields) -> EdgeReport<'static> {
    EdgeReport::from_headers(fields.iter().map(|(name, value)| (*name, value)))
}

fn names(fields: &Fields) -> Vec<&'static str> {
    fields.iter().map(|(name, _)| *name).collect()
}

fn value<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.as_str())
}

fn everything() -> HeaderOptions {
    HeaderOptions::new()
        .client_cert(SendClientCert::Presented)
        .chain(SendChain::Send)
        .client_cert_max(1 << 20)
}

#[test]
fn r36_fields_have_the_registered_and_documented_spelling() {
    assert_eq!((CLIENT_CERT, CLIENT_CERT_CHAIN), ("Client-Cert", "Client-Cert-Chain"));
    let ours = [CLIENT_MTLS_VERIFICATION_STATUS, CLIENT_MTLS_VERIFICATION_REASON, CLIENT_MTLS_CA_ID];
    assert_eq!(
        ours,
        ["Client-Mtls-Verification-Status", "Client-Mtls-Verification-Reason", "Client-Mtls-Ca-Id"]
    );
}

#[test]
fn a_success_sends_certificate_status_and_ca() {
    let verdict = verdict("client.pem");
    let fields = edge_headers::write(&EdgeReport::from(&verdict), &HeaderOptions::new());
    assert_eq!(names(&fields), [CLIENT_CERT, CLIENT_MTLS_VERIFICATION_STATUS, CLIENT_MTLS_CA_ID]);
    assert_eq!(value(&fields, CLIENT_CERT), Some(ClientCert::encode(&der("client.pem")).as_str()));
    assert_eq!(value(&fields, CLIENT_MTLS_VERIFICATION_STATUS), Some("SUCCESS"));
    assert_eq!(value(&fields, CLIENT_MTLS_CA_ID), Some("mtlsca_1"));
}

#[test]
fn r18_a_refused_certificate_is_sent_only_to_who_asks_for_it() {
    let verdict = verdict("client-expired.pem");
    let report = EdgeReport::from(&verdict);
    let fields = edge_headers::write(&report, &HeaderOptions::new());
    assert_eq!(names(&fields), [CLIENT_MTLS_VERIFICATION_STATUS, CLIENT_MTLS_VERIFICATION_REASON]);
    let presented = HeaderOptions::new().client_cert(SendClientCert::Presented);
    let fields = edge_headers::write(&report, &presented);
    assert_eq!(
        names(&fields),
        [CLIENT_CERT, CLIENT_MTLS_VERIFICATION_STATUS, CLIENT_MTLS_VERIFICATION_REASON]
    );
    assert_eq!(value(&fields, CLIENT_MTLS_VERIFICATION_STATUS), Some("FAILED"));
    assert_eq!(value(&fields, CLIENT_MTLS_VERIFICATION_REASON), Some("expired"));
}

#[test]
fn r17_every_request_has_a_status_also_without_a_certificate() {
    let verdict = verdict_under(None, None);
    for report in [EdgeReport::none(), EdgeReport::default(), EdgeReport::from(&verdict)] {
        let fields = edge_headers::write(&report, &everything());
        let expected = [
            (CLIENT_MTLS_VERIFICATION_STATUS, "NONE".to_owned()),
            (CLIENT_MTLS_VERIFICATION_REASON, "no_certificate".to_owned()),
        ];
        assert_eq!(fields, expected);
    }
}

#[test]
fn what_is_written_is_read_as_the_same_report() {
    for name in
        ["client.pem", "client-expired.pem", "client-tampered.pem", "client-v1.pem", "client-is-a-ca.pem"]
    {
        let verdict = verdict(name);
        let report = EdgeReport::from(&verdict).with_chain([der("intermediate.pem"), der("ca.pem")]);
        assert_eq!(read(&edge_headers::write(&report, &everything())), report, "{name}");
        assert_eq!(report.clone().into_owned(), report, "{name}");
    }
    let unreadable = verdict_under(None, Some(&sample("client-truncated.der")));
    let report = EdgeReport::from(&unreadable);
    assert_eq!((report.reason(), report.certificate_der()), (Some(Reason::Malformed), None));
    assert_eq!(read(&edge_headers::write(&report, &everything())), report);
}

#[test]
fn bytes_after_a_certificate_are_not_sent() {
    let verdict = verdict_under(None, Some(&sample("client-trailing.der")));
    let report = EdgeReport::from(&verdict);
    assert_eq!(report.reason(), Some(Reason::TrailingData));
    assert_eq!(report.certificate_der(), Some(der("client.pem").as_slice()));
}

#[test]
fn r28_a_certificate_above_the_limit_is_left_out() {
    let verdict = verdict("client.pem");
    let report = EdgeReport::from(&verdict).with_chain([der("ca.pem")]);
    let length = ClientCert::encode(&der("client.pem")).len();
    let at_most = |bytes| edge_headers::write(&report, &everything().client_cert_max(bytes));
    assert!(names(&at_most(length)).contains(&CLIENT_CERT));
    let fields = at_most(length - 1);
    assert_eq!(names(&fields), [CLIENT_MTLS_VERIFICATION_STATUS, CLIENT_MTLS_CA_ID]);
    let report = read(&fields);
    assert_eq!((report.status(), report.certificate_der()), (Status::Success, None));
}

#[test]
fn the_usual_limit_is_eight_kibibytes_of_value() {
    let verdict = verdict("client.pem");
    let chain_of = |bytes: usize| {
        let report = EdgeReport::from(&verdict).with_chain([vec![0; bytes]]);
        let options = HeaderOptions::new().chain(SendChain::Send);
        value(&edge_headers::write(&report, &options), CLIENT_CERT_CHAIN).map(str::len)
    };
    assert_eq!(chain_of(6_141), Some(8_190));
    assert_eq!(chain_of(6_142), None);
}

#[test]
fn a_chain_above_the_limit_is_left_out_alone() {
    let verdict = verdict("client.pem");
    let report = EdgeReport::from(&verdict).with_chain([der("ca.pem"), der("ca.pem"), der("ca.pem")]);
    let chain =
        value(&edge_headers::write(&report, &everything()), CLIENT_CERT_CHAIN).expect("a chain").len();
    let at_most = |bytes| names(&edge_headers::write(&report, &everything().client_cert_max(bytes)));
    assert!(at_most(chain).contains(&CLIENT_CERT_CHAIN));
    assert!(!at_most(chain - 1).contains(&CLIENT_CERT_CHAIN));
    assert!(at_most(chain - 1).contains(&CLIENT_CERT));
}

#[test]
fn a_chain_that_no_parser_need_take_is_left_out() {
    let verdict = verdict("client.pem");
    let of = |members| EdgeReport::from(&verdict).with_chain(vec![vec![0x30, 0]; members]);
    let most = of(MAX_CHAIN_MEMBERS);
    assert_eq!(read(&edge_headers::write(&most, &everything())), most);
    let more = edge_headers::write(&of(MAX_CHAIN_MEMBERS + 1), &everything());
    assert!(!names(&more).contains(&CLIENT_CERT_CHAIN));
}

#[test]
fn r09_a_chain_is_sent_only_when_asked_for() {
    let verdict = verdict("client.pem");
    let report = EdgeReport::from(&verdict).with_chain([der("intermediate.pem")]);
    assert!(!names(&edge_headers::write(&report, &HeaderOptions::new())).contains(&CLIENT_CERT_CHAIN));
    let fields = edge_headers::write(&report, &HeaderOptions::new().chain(SendChain::Send));
    assert_eq!(names(&fields)[..2], [CLIENT_CERT, CLIENT_CERT_CHAIN]);
}

#[test]
fn r12_a_chain_is_never_sent_without_client_cert() {
    let refused = verdict("client-expired.pem");
    let verified_only = everything().client_cert(SendClientCert::Verified);
    let report = EdgeReport::from(&refused).with_chain([der("ca.pem")]);
    assert!(!names(&edge_headers::write(&report, &verified_only)).contains(&CLIENT_CERT_CHAIN));
    let nothing = EdgeReport::none().with_chain([der("ca.pem")]);
    assert_eq!((nothing.chain().len(), &nothing), (0, &EdgeReport::none()));
}

#[test]
fn r16_a_chain_may_come_on_several_lines() {
    let status = (CLIENT_MTLS_VERIFICATION_STATUS, "SUCCESS");
    let cert = ClientCert::encode(&der("client.pem"));
    let members = [der("intermediate.pem"), der("ca.pem")];
    let lines = members.each_ref().map(|der| ClientCert::encode(der));
    let report = EdgeReport::from_headers([
        ("client-cert-chain", lines[0].as_str()),
        status,
        ("Client-Cert", &cert),
        ("CLIENT-CERT-CHAIN", &lines[1]),
    ]);
    assert!(report.chain().eq(members.iter().map(Vec::as_slice)));
}

#[test]
fn more_chain_lines_than_members_void_the_chain() {
    let line = (CLIENT_CERT_CHAIN, ":MAA=:");
    let of = |lines: usize| {
        let head = [(CLIENT_MTLS_VERIFICATION_STATUS, "SUCCESS"), (CLIENT_CERT, ":MAA=:")];
        EdgeReport::from_headers(head.into_iter().chain(std::iter::repeat_n(line, lines)))
    };
    assert_eq!(of(MAX_CHAIN_MEMBERS).chain().len(), MAX_CHAIN_MEMBERS);
    assert_eq!(of(MAX_CHAIN_MEMBERS + 1).chain().len(), 0);
}

#[test]
fn the_ca_is_named_on_success_alone() {
    // The verdict names the CA whose key verified the expired certificate; a worker could mistake it for more.
    let refused = verdict("client-expired.pem");
    assert_eq!(refused.ca().and_then(|ca| ca.id()), Some("mtlsca_1"));
    assert_eq!(EdgeReport::from(&refused).ca_id(), None);
}

#[test]
fn every_identifier_that_a_ca_takes_stands_in_its_field() {
    let longest = "a".repeat(MAX_CA_ID_SIZE);
    let leaf = der("client.pem");
    for id in ["mtlsca_1", "!\"',;`~", &longest] {
        let verdict = verdict_under(Some(id), Some(&leaf));
        let report = EdgeReport::from(&verdict);
        assert_eq!(report.ca_id(), Some(id));
        let fields = edge_headers::write(&report, &HeaderOptions::new());
        assert_eq!(value(&fields, CLIENT_MTLS_CA_ID), Some(id));
        assert_eq!(read(&fields).ca_id(), Some(id));
    }
}

#[test]
fn values_are_printable_ascii_whatever_was_presented() {
    for name in ["client.pem", "client-unicode.pem", "client-tampered.pem"] {
        let verdict = verdict(name);
        for (field, value) in edge_headers::write(&EdgeReport::from(&verdict), &everything()) {
            assert!(value.bytes().all(|byte| byte.is_ascii_graphic()), "{name}: {field}");
        }
    }
}

#[test]
fn r08_two_client_cert_lines_are_none() {
    let cert = ClientCert::encode(&der("client.pem"));
    let line = (CLIENT_CERT, cert.as_str());
    let status = (CLIENT_MTLS_VERIFICATION_STATUS, "SUCCESS");
    assert!(EdgeReport::from_headers([status, line]).certificate_der().is_some());
    assert_eq!(EdgeReport::from_headers([status, line, line]).certificate_der(), None);
}

#[test]
fn r19_r21_r33_the_edges_fields_leave_every_request() {
    let verdict = verdict("client.pem");
    let report = EdgeReport::from(&verdict).with_chain([der("ca.pem")]);
    let fields = edge_headers::write(&report, &everything());
    assert_eq!(fields.len(), 4);
    for name in names(&fields).into_iter().chain([CLIENT_MTLS_VERIFICATION_REASON]) {
        let spellings = [
            name.to_owned(),
            name.to_lowercase(),
            name.to_uppercase(),
            name.replace('-', "_"),
            name.replacen('-', "_", 1),
            name.replace('-', "."),
            name.replacen('-', "+", 1),
        ];
        for spelling in spellings {
            assert!(must_strip(spelling.as_bytes()), "{spelling}");
        }
    }
    assert!(!must_strip(b"Authorization") && !must_strip(b"") && !must_strip(b"X-Client-Cert"));
    assert!(must_strip(b"client-cert\xff"));
}

#[test]
fn client_fields_of_other_gateways_are_known_however_spelled() {
    for name in [
        "SSL-Client-Verify",
        "ssl_client_s_dn",
        "Ssl.Client.Cert",
        "X-SSL-Client-CN",
        "X+SSL+Cert",
        "X-Amzn-Mtls-Clientcert-Leaf",
        "X-Forwarded-Tls-Client-Cert-Info",
        "X-Forwarded-Client-Cert",
        "X-Client-Cert",
        "X-Client-Cert-Hash",
        "X-ARR-ClientCert",
        "Remote-User",
        "REMOTE_USER",
        "Cf-Client-Cert-Der-Base64",
    ] {
        assert!(names_client_elsewhere(name.as_bytes()), "{name}");
    }
    for name in ["", "Authorization", "Accept", "X-Client-Version", "Remote", "SSL", "X-Request-Id", "Cookie"]
    {
        assert!(!names_client_elsewhere(name.as_bytes()), "{name}");
    }
}

#[test]
fn r24_vary_is_found_within_a_list_in_any_case() {
    for naming in [
        "Client-Cert",
        "accept, CLIENT-CERT-CHAIN",
        "Client-cert\t,Accept",
        "Client-Mtls-Verification-Status",
        "Accept, client_mtls_ca_id",
    ] {
        assert!(vary_names_client_cert(naming.as_bytes()), "{naming}");
    }
    for other in ["", "*", "Accept", "X-Client-Cert", "Client-Mtls"] {
        assert!(!vary_names_client_cert(other.as_bytes()), "{other}");
    }
}

#[test]
fn request_properties_have_certificate_status_and_reason() {
    let none = r#"{"clientCert":null,"clientMtlsVerificationStatus":"NONE","clientMtlsVerificationReason":"no_certificate"}"#;
    assert_eq!(EdgeReport::none().incoming_request_properties().to_json(), none);
    let verdict = verdict("client.pem");
    let properties = EdgeReport::from(&verdict).incoming_request_properties();
    let cert = ClientCert::encode(&der("client.pem"));
    assert_eq!(properties.client_cert(), Some(cert.as_str()));
    assert_eq!(properties.client_mtls_verification_status(), Status::Success);
    assert_eq!(properties.client_mtls_verification_reason(), None);
    let json = format!(
        r#"{{"clientCert":"{cert}","clientMtlsVerificationStatus":"SUCCESS","clientMtlsVerificationReason":null}}"#
    );
    assert_eq!(properties.to_json(), json);
}

#[test]
fn a_report_shows_no_certificate_in_debug_output() {
    let verdict = verdict("client.pem");
    let shown = format!("{:?}", EdgeReport::from(&verdict));
    assert!(shown.contains("Success") && shown.contains("mtlsca_1") && !shown.contains("48, 130"), "{shown}");
}

#[test]
fn default_options_send_what_rfc_9440_means_and_no_more() {
    assert_eq!(HeaderOptions::default(), HeaderOptions::new());
    let of = |name: &str| edge_headers::write(&EdgeReport::from(&verdict(name)), &HeaderOptions::default());
    let names =
        |fields: &[(&str, String)]| fields.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>();
    assert!(names(&of("client.pem")).contains(&CLIENT_CERT.to_owned()));
    assert!(!names(&of("client-expired.pem")).contains(&CLIENT_CERT.to_owned()));
    assert!(!names(&of("client.pem")).contains(&CLIENT_CERT_CHAIN.to_owned()));
}
