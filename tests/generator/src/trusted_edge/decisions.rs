//! The connections whose headers are believed, and those whose are not.

use issuedby::trusted_edge::{ConnectionFacts, TrustedEdge};
use serde_json::{Value, json};

use super::{digits, edge_certificate, of_fingerprints, of_networks};
use crate::case::fingerprint;
use crate::{authority, der, pem};

/// The facts of a connection.
#[derive(Clone, Default)]
struct Facts {
    unix_socket: bool,
    peer_address: Option<&'static str>,
    client_certificate: Option<Vec<u8>>,
}

impl Facts {
    fn over_unix_socket() -> Self {
        Self { unix_socket: true, ..Self::default() }
    }

    fn from(address: &'static str) -> Self {
        Self { peer_address: Some(address), ..Self::default() }
    }

    fn with(self, certificate: &[u8]) -> Self {
        Self { client_certificate: Some(certificate.to_vec()), ..self }
    }
}

pub(super) fn cases() -> Vec<Value> {
    [unix_socket_decisions(), address_decisions(), certificate_decisions(), several_rules()].concat()
}

fn unix_socket_decisions() -> Vec<Value> {
    let options = r#"{"unixSocket":true}"#;
    let believed = |id: &str, facts| believed(&format!("unix-socket/{id}"), options, facts, "unix_socket");
    let not =
        |id: &str, facts| not_believed(&format!("unix-socket/{id}"), options, facts, "not_a_unix_socket");
    vec![
        believed("connection", Facts::over_unix_socket()),
        // The address is from a header field, and no rule here reads it.
        believed(
            "address-of-a-header",
            Facts { peer_address: Some("192.0.2.7"), ..Facts::over_unix_socket() },
        ),
        not("nothing-known", Facts::default()),
        not("loopback", Facts::from("127.0.0.1")),
        not("address-that-is-a-path", Facts::from("/run/edge.sock")),
        not("certificate", Facts::from("192.0.2.7").with(&edge_certificate())),
    ]
}

fn address_decisions() -> Vec<Value> {
    const LISTED: &[&str] =
        &["192.0.2.7", "198.51.100.0/24", "fd00::/64", "::ffff:203.0.113.0/120", "2001:db8::1"];
    let options = of_networks(LISTED);
    let believed = |id: &str, address: &'static str| {
        believed(&format!("address/{id}"), &options, Facts::from(address), "peer_networks")
    };
    let not = |id: &str, address: &'static str, code: &str| {
        not_believed(&format!("address/{id}"), &options, Facts::from(address), code)
    };
    const OTHER: &str = "peer_address_not_listed";
    const UNREADABLE: &str = "peer_address_unreadable";
    let mut cases = vec![
        believed("listed", "192.0.2.7"),
        believed("first-of-network", "198.51.100.0"),
        believed("last-of-network", "198.51.100.255"),
        believed("listed-6", "2001:db8::1"),
        believed("other-spelling-6", "2001:0DB8:0:0:0:0:0:1"),
        believed("network-6", "fd00::ffff:ffff:ffff:ffff"),
        believed("mapped", "::ffff:192.0.2.7"),
        believed("mapped-hexadecimal", "::ffff:c000:207"),
        believed("of-a-mapped-network", "203.0.113.9"),
        not("neighbour", "192.0.2.8", OTHER),
        not("before-network", "198.51.99.255", OTHER),
        not("behind-network", "198.51.101.0", OTHER),
        not("behind-network-6", "fd00:0:0:1::", OTHER),
        not("loopback", "127.0.0.1", OTHER),
        not("loopback-6", "::1", OTHER),
        not("compatible-form", "::192.0.2.7", OTHER),
        not("nat64-form", "64:ff9b::192.0.2.7", OTHER),
        not("unspecified", "0.0.0.0", OTHER),
        not("empty", "", UNREADABLE),
        not("with-port", "192.0.2.7:443", UNREADABLE),
        not("in-brackets", "[2001:db8::1]", UNREADABLE),
        not("blank", "192.0.2.7 ", UNREADABLE),
        not("list", "192.0.2.7, 198.51.100.1", UNREADABLE),
        not("network", "198.51.100.0/24", UNREADABLE),
        not("leading-zero", "192.0.2.007", UNREADABLE),
        not("one-number", "3221225991", UNREADABLE),
        not("host-name", "testclient", UNREADABLE),
        not("forged-line", "192.0.2.7\nbelieved", UNREADABLE),
        not("nul", "192.0.2.7\0", UNREADABLE),
        not("longer-than-any", "0000:0000:0000:0000:0000:0000:0000:0000:0000:0001", UNREADABLE),
        not("zone", "fd00::1%eth0", "peer_address_has_zone"),
        not("zone-with-any-character", "fd00::1%\u{1b}[2J", "peer_address_has_zone"),
    ];
    let facts = Facts { unix_socket: true, ..Facts::from("192.0.2.7") };
    let local = Facts { unix_socket: true, ..Facts::from("<local>") };
    cases.extend([
        not_believed("address/word-on-unix-socket", &options, local, "peer_address_missing"),
        not_believed("address/missing", &options, Facts::default(), "peer_address_missing"),
        not_believed("address/unix-socket", &options, Facts::over_unix_socket(), "peer_address_missing"),
        not_believed("address/of-a-header-on-unix-socket", &options, facts, "peer_address_on_unix_socket"),
    ]);
    cases
}

fn certificate_decisions() -> Vec<Value> {
    let (edge, other) = (edge_certificate(), client());
    let options = of_fingerprints(&[&digits(7), &fingerprint(&edge).replace(':', "").to_lowercase()]);
    let from = || Facts::from("192.0.2.7");
    let believed =
        |id: &str, facts| believed(&format!("certificate/{id}"), &options, facts, "edge_fingerprints");
    let not = |id: &str, facts, code| not_believed(&format!("certificate/{id}"), &options, facts, code);
    const OTHER: &str = "client_certificate_not_listed";
    const UNREADABLE: &str = "client_certificate_unreadable";
    let (pem, own_ca) = (pem::certificate(&edge), pem::certificate(&authority::example().der));
    let rfc_9440 = format!(":{}:", pem::base64(&edge));
    let field_line = format!("Client-Cert: {rfc_9440}\r\n");
    let with_key = format!("{pem}{}", pem::block("PRIVATE KEY", &[0; 48]));
    let cut = edge.split_last().map(|(_, rest)| rest).unwrap_or_default();
    vec![
        believed("der", from().with(&edge)),
        believed("pem", from().with(pem.as_bytes())),
        believed("address-unknown", Facts::default().with(&edge)),
        believed("over-unix-socket", Facts::over_unix_socket().with(&edge)),
        not("other", from().with(&other), OTHER),
        not("other-in-pem", from().with(pem::certificate(&other).as_bytes()), OTHER),
        not("other-that-is-no-certificate", from().with(&der::sequence(&[der::integer(&[5])])), OTHER),
        not("missing", from(), "client_certificate_missing"),
        not("missing-over-unix-socket", Facts::over_unix_socket(), "client_certificate_missing"),
        not("empty", from().with(b""), UNREADABLE),
        not("cut", from().with(cut), OTHER),
        not("text", from().with(b"no certificate"), UNREADABLE),
        not("fingerprint-in-its-place", from().with(fingerprint(&edge).as_bytes()), UNREADABLE),
        // The handshake proved one key. A text in which a second certificate stands does not tell which one.
        not("bundle-ca-first", from().with(format!("{own_ca}{pem}").as_bytes()), UNREADABLE),
        not("bundle-leaf-first", from().with(format!("{pem}{own_ca}").as_bytes()), UNREADABLE),
        not("bundle-twice-the-same", from().with(format!("{pem}{pem}").as_bytes()), UNREADABLE),
        not("beside-a-private-key", from().with(with_key.as_bytes()), UNREADABLE),
        not("rfc-9440", from().with(rfc_9440.as_bytes()), UNREADABLE),
        not("header-line", from().with(field_line.as_bytes()), UNREADABLE),
        not("public-key", from().with(pem::block("PUBLIC KEY", &edge).as_bytes()), UNREADABLE),
    ]
}

fn several_rules() -> Vec<Value> {
    let edge = edge_certificate();
    let options =
        json!({ "unixSocket": true, "peerNetworks": ["192.0.2.0/24"], "edgeFingerprints": [fingerprint(&edge)] })
            .to_string();
    let believed = |id: &str, facts, rule| believed(&format!("several/{id}"), &options, facts, rule);
    let not = |id: &str, facts, code| not_believed(&format!("several/{id}"), &options, facts, code);
    let elsewhere = || Facts::from("198.51.100.7");
    vec![
        believed("unix-socket", Facts::over_unix_socket(), "unix_socket"),
        believed("address", Facts::from("192.0.2.9"), "peer_networks"),
        believed("certificate", elsewhere().with(&edge), "edge_fingerprints"),
        believed("address-before-certificate", Facts::from("192.0.2.9").with(&edge), "peer_networks"),
        believed(
            "address-with-another-certificate",
            Facts::from("192.0.2.9").with(&client()),
            "peer_networks",
        ),
        believed("unreadable-address-with-certificate", Facts::from("edge").with(&edge), "edge_fingerprints"),
        not("nothing-known", Facts::default(), "client_certificate_missing"),
        not("other-address", elsewhere(), "peer_address_not_listed"),
        not("unreadable-address", Facts::from("edge"), "peer_address_unreadable"),
        not("other-address-and-certificate", elsewhere().with(&client()), "client_certificate_not_listed"),
        not("other-address-unreadable-certificate", elsewhere().with(b"-"), "peer_address_not_listed"),
    ]
}

fn client() -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&ca.client())
}

fn believed(id: &str, options: &str, facts: Facts, rule: &str) -> Value {
    decision(id, options, &facts, json!({ "believed": true, "rule": rule, "code": rule }))
}

fn not_believed(id: &str, options: &str, facts: Facts, code: &str) -> Value {
    decision(id, options, &facts, json!({ "believed": false, "rule": null, "code": code }))
}

fn decision(id: &str, options: &str, facts: &Facts, expect: Value) -> Value {
    let edge = TrustedEdge::from_json(options).expect("the options of a decision are valid");
    let mut connection = ConnectionFacts::new().unix_socket(facts.unix_socket);
    if let Some(address) = facts.peer_address {
        connection = connection.peer_address(address);
    }
    if let Some(certificate) = &facts.client_certificate {
        connection = connection.client_certificate(&certificate[..]);
    }
    json!({
        "id": id,
        "options": options,
        "facts": {
            "unixSocket": facts.unix_socket,
            "peerAddress": facts.peer_address,
            "clientCertificate": facts.client_certificate.as_deref().map(pem::base64),
        },
        "expect": expect,
        "trust": edge.decide(&connection).to_json(),
    })
}
