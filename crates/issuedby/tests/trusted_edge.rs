//! The trusted edge: `tests/vectors/trusted_edge.json`, and the properties beside it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use issuedby::ErrorDetails;
use issuedby::fingerprint::Fingerprint;
use issuedby::trusted_edge::{
    ConnectionFacts, NotBelieved, Trust, TrustRule, TrustedEdge, TrustedEdgeError, TrustedEdgeErrorKind,
    TrustedEdgeOptions,
};
use issuedby_test_support::{report_cases, repository};
use proptest::prelude::*;
use serde_json::{Value, json};

fn vectors() -> Value {
    let path = repository().join("tests/vectors/trusted_edge.json");
    let vectors: Value = serde_json::from_slice(&std::fs::read(path).expect("the vectors")).expect("JSON");
    assert_eq!(vectors["format"], 1);
    vectors
}

fn cases(vectors: &Value, list: &str) -> Vec<Value> {
    let cases = vectors[list].as_array().expect("a list of cases").clone();
    report_cases(
        &format!("rust/trusted_edge_{list}"),
        cases.len(),
        vectors["count"][list].as_u64().expect("a count") as usize,
    );
    cases
}

fn option_bytes(options: &Value) -> Vec<u8> {
    if let Some(text) = options.as_str() {
        return text.as_bytes().to_vec();
    }
    match options["repeat"].as_array() {
        Some(repeat) => {
            let count = usize::try_from(repeat[1].as_u64().expect("a count")).expect("a count");
            repeat[0].as_str().expect("a text").repeat(count).into_bytes()
        }
        None => decoded(&options["base64"]),
    }
}

fn decoded(text: &Value) -> Vec<u8> {
    STANDARD.decode(text.as_str().expect("a string")).expect("base64")
}

fn refused(options: &TrustedEdgeOptions) -> TrustedEdgeError {
    TrustedEdge::new(options).expect_err("an error in the options")
}

fn is_printable(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[test]
fn all_options_load_or_are_refused_as_declared() {
    for case in cases(&vectors(), "options") {
        let found = match TrustedEdge::from_json(option_bytes(&case["options"])) {
            Ok(_) => json!({}),
            Err(error) => {
                assert!(is_printable(&error.to_string()), "{}: {error}", case["id"]);
                let mut found = json!({ "error": error.code() });
                if let Some(element) = error.element() {
                    found["element"] = element.into();
                }
                // Only some cases declare what is suggested.
                if !case["expect"]["suggestion"].is_null() {
                    found["suggestion"] = error.suggestion().as_deref().into();
                }
                found
            }
        };
        assert_eq!(found, case["expect"], "{}", case["id"]);
    }
}

#[test]
fn all_connections_are_decided_as_declared() {
    for case in cases(&vectors(), "decisions") {
        let edge = TrustedEdge::from_json(case["options"].as_str().expect("a text")).expect("valid options");
        let facts = &case["facts"];
        let certificate =
            (!facts["clientCertificate"].is_null()).then(|| decoded(&facts["clientCertificate"]));
        let mut connection =
            ConnectionFacts::new().unix_socket(facts["unixSocket"].as_bool().expect("a boolean"));
        if let Some(address) = facts["peerAddress"].as_str() {
            connection = connection.peer_address(address);
        }
        if let Some(certificate) = &certificate {
            connection = connection.client_certificate(&certificate[..]);
        }
        let trust = edge.decide(&connection);
        let found = json!({
            "believed": trust.is_believed(),
            "rule": trust.rule().map(TrustRule::code),
            "code": trust.code(),
        });
        assert_eq!(found, case["expect"], "{}", case["id"]);
        assert_eq!(trust.to_json(), case["trust"].as_str().expect("a text"), "{}", case["id"]);
        assert!(is_printable(&trust.to_string()), "{}: {trust}", case["id"]);
        assert_eq!(trust.remedy().is_none(), trust.is_believed(), "{}", case["id"]);
    }
}

#[test]
fn the_vectors_have_every_code() {
    let vectors = vectors();
    let has = |list: &str, key: &str, code: &str| {
        let cases = vectors[list].as_array().expect("a list of cases");
        cases.iter().any(|case| case["expect"][key] == code)
    };
    for kind in TrustedEdgeErrorKind::ALL {
        assert!(has("options", "error", kind.code()), "{}", kind.code());
    }
    for reason in NotBelieved::ALL {
        assert!(has("decisions", "code", reason.code()), "{}", reason.code());
    }
    for rule in TrustRule::ALL {
        assert!(has("decisions", "rule", rule.code()), "{}", rule.code());
    }
    assert!(NotBelieved::ALL.is_sorted(), "reasons are listed in the order of their precedence");
}

#[test]
fn a_connection_of_which_nothing_is_known_is_never_believed() {
    let edge = TrustedEdgeOptions::new()
        .unix_socket(true)
        .peer_network("10.0.0.0/8")
        .edge_fingerprint("ab".repeat(32));
    let trust = TrustedEdge::new(&edge).expect("valid options").decide(&ConnectionFacts::default());
    assert!(!trust.is_believed());
}

#[test]
fn facts_may_be_an_address_and_a_fingerprint() {
    let pinned = Fingerprint::of(b"edge");
    let options = TrustedEdgeOptions::new().peer_network("192.0.2.0/24").edge_fingerprint(pinned.to_string());
    let edge = TrustedEdge::new(&options).expect("valid options");
    let mapped = IpAddr::V6(Ipv4Addr::new(192, 0, 2, 7).to_ipv6_mapped());
    assert_eq!(
        edge.decide(&ConnectionFacts::new().peer_address(mapped)),
        Trust::Believed(TrustRule::PeerNetworks)
    );
    let shown = ConnectionFacts::new().peer_address(IpAddr::V6(Ipv6Addr::LOCALHOST));
    assert_eq!(edge.decide(&shown.client_certificate(pinned)).rule(), Some(TrustRule::EdgeFingerprints));
    let other = edge.decide(&shown.client_certificate(Fingerprint::of(b"other")));
    assert_eq!(other.reason(), Some(NotBelieved::ClientCertificateNotListed));
}

#[test]
fn the_log_shows_the_origin_and_a_few_of_the_rules() {
    let networks = (0..6).fold(TrustedEdgeOptions::new().unix_socket(true), |options, index| {
        options.peer_network(format!("10.0.{index}.0/24"))
    });
    let edge = TrustedEdge::new(&networks).expect("valid options");
    let trust = edge.decide(&ConnectionFacts::new().peer_address("::ffff:127.0.0.1"));
    assert_eq!(
        trust.to_string(),
        "found a connection from 127.0.0.1 without a client certificate, expected one of the trusted edge (`unixSocket` or \
         `peerNetworks` 10.0.0.0/24, 10.0.1.0/24, 10.0.2.0/24, 10.0.3.0/24 and 2 more)"
    );
}

#[test]
fn a_sha_1_is_called_by_its_name() {
    let error = refused(&TrustedEdgeOptions::new().edge_fingerprint("ab".repeat(20)));
    assert!(error.to_string().contains("a SHA-1"), "{error}");
    assert_eq!((error.option(), error.element()), (Some("edgeFingerprints"), Some(1)));
}

#[test]
fn a_network_with_host_bits_gets_the_one_to_paste() {
    let error = refused(&TrustedEdgeOptions::new().peer_network("10.1.2.3/8"));
    let suggestion = error.suggestion().expect("a suggestion").into_owned();
    assert!(error.remedy().is_some() && error.to_string().contains(&suggestion), "{error}");
    assert!(TrustedEdge::new(&TrustedEdgeOptions::new().peer_network(suggestion)).is_ok());
}

#[test]
fn networks_that_hold_too_much_together_are_named() {
    let of = |networks: &[&str]| {
        networks
            .iter()
            .fold(TrustedEdgeOptions::new(), |options, network| options.peer_network(network.to_owned()))
    };
    let joined = refused(&of(&["2000::/7", "192.0.2.7", "2200::/7"]));
    assert!(joined.to_string().contains("2000::/6 together"), "{joined}");
    let many = refused(&of(&["10.0.0.0/8", "12.0.0.0/8", "14.0.0.0/8", "16.0.0.0/8", "192.0.2.7"]));
    assert!(many.to_string().contains("IPv4"), "{many}");
    assert_eq!((joined.element(), many.element()), (None, None));
}

proptest! {
    #[test]
    fn no_pieces_hold_more_than_a_64th_of_all(
        pieces in proptest::collection::vec((any::<u32>(), 8_u8..=12), 1..=12), peers in any::<[u32; 32]>(),
    ) {
        let mut believed = std::collections::BTreeSet::new();
        let mut options = TrustedEdgeOptions::new();
        for (base, prefix) in pieces {
            let size = 1 << (12 - prefix);
            let first = (base >> 20) / size * size;
            believed.extend(first..first + size);
            options = options.peer_network(format!("{}/{prefix}", Ipv4Addr::from_bits(first << 20)));
        }
        let Ok(edge) = TrustedEdge::new(&options) else { return Ok(()) };
        prop_assert!(believed.len() <= (1 << 12) / 64);
        for peer in peers {
            let trust = edge.decide(&ConnectionFacts::new().peer_address(IpAddr::V4(Ipv4Addr::from_bits(peer))));
            prop_assert_eq!(trust.is_believed(), believed.contains(&(peer >> 20)));
        }
    }

    #[test]
    fn a_peer_is_believed_if_a_network_has_its_prefix(
        base: u32, prefix in 8_u8..=32, peer: u32, mapped: bool,
    ) {
        let mask = u32::MAX << (32 - u32::from(prefix));
        let network = format!("{}/{prefix}", Ipv4Addr::from_bits(base & mask));
        let edge = TrustedEdge::new(&TrustedEdgeOptions::new().peer_network(network)).expect("valid");
        // Half of the peers share the prefix.
        let peer = if peer & 1 == 0 { (base & mask) | (peer & !mask) } else { peer };
        let address = Ipv4Addr::from_bits(peer);
        let text = if mapped { address.to_ipv6_mapped().to_string() } else { address.to_string() };
        let trust = edge.decide(&ConnectionFacts::new().peer_address(&text[..]));
        prop_assert_eq!(trust.is_believed(), peer & mask == base & mask);
    }

    #[test]
    fn any_text_as_a_network_is_refused_or_holds_less_than_everyone(text in "[0-9a-f:./%]{0,24}") {
        let Ok(edge) = TrustedEdge::new(&TrustedEdgeOptions::new().peer_network(text)) else { return Ok(()) };
        // One address of each half of both address spaces: no network of an edge has two of them.
        let peers = ["64.0.0.1", "192.0.0.1", "2001:db8::1", "fd00::1"];
        let believed = peers.iter().filter(|peer| edge.decide(&ConnectionFacts::new().peer_address(**peer)).is_believed());
        prop_assert!(believed.count() <= 1);
    }
}
