//! The scenarios: one client each, as an edge tells of it and as the policy answers it, for the tests of handlers.
//!
//! The clients are made here. Everything that is said about them comes from the core: verdict, header fields,
//! properties and decision, by the way that a request takes.

use issuedby::edge_headers::{self, HeaderOptions, SendClientCert};
use issuedby::{CaCertificate, CaSet, EdgeReport, MtlsAuthInbound, PolicyOptions, Verifier, check_time};
use serde_json::{Map, Value, json};

use crate::authority::{self, Authority};
use crate::case::NOW;
use crate::certificate::Certificate;
use crate::extension::{self, Extension};
use crate::file::GeneratedFile;
use crate::key;
use crate::name::Name;
use crate::oid;

/// The number of the file's format. A reader must refuse a number that it does not know.
const FORMAT: u32 = 1;

/// The places where the file is read: in the crate of `issuedby dev`, and in the packages that are installed without it.
const PATHS: [&str; 3] = [
    "crates/issuedby-dev/scenarios.json",
    "bindings/node/lib/scenarios.json",
    "bindings/python/python/issuedby/scenarios.json",
];

/// The longest `Client-Cert` of an edge by default.
const CLIENT_CERT_MAX: usize = 8192;

/// The file, once for each of its readers: one scenario a line, so that a change is read as one.
pub fn files() -> Vec<GeneratedFile> {
    let edge = Edge::new();
    let lines: Vec<_> = scenarios().iter().map(|scenario| edge.tell(scenario).to_string()).collect();
    let text = format!("{{\"format\":{FORMAT},\"scenarios\":[\n{}\n]}}\n", lines.join(",\n"));
    PATHS.map(|path| GeneratedFile::new(path, text.as_str())).into()
}

/// The certificates that one client presents.
struct Scenario {
    name: &'static str,
    description: &'static str,
    leaf: Option<Vec<u8>>,
    chain: Vec<Vec<u8>>,
}

impl Scenario {
    fn new(name: &'static str, description: &'static str, leaf: Vec<u8>) -> Self {
        Self { name, description, leaf: Some(leaf), chain: Vec::new() }
    }
}

fn scenarios() -> Vec<Scenario> {
    let ca = authority::example();
    vec![
        Scenario::new("valid", "issued by the CA, valid", ca.issue(&client(&ca, 1))),
        Scenario::new(
            "expired",
            "expired",
            ca.issue(&client(&ca, 2).valid("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z")),
        ),
        Scenario::new(
            "not-yet-valid",
            "valid later only",
            ca.issue(&client(&ca, 3).valid("2098-01-01T00:00:00Z", "2099-12-31T23:59:59Z")),
        ),
        by("other-ca", "issued by a CA that no one uploaded", 4, &authority::other()),
        by("same-dn-other-key", "issued by a CA with the same DN and another key", 5, &authority::twin()),
        {
            let renewed = authority::renewed();
            // Beyond the end of the CA certificate that was renewed.
            let client = client(&renewed, 6).valid("2026-06-01T00:00:00Z", "2109-06-01T00:00:00Z");
            Scenario::new(
                "renewed-ca",
                "issued by the renewed CA: same DN, same key, later validity",
                renewed.issue(&client),
            )
        },
        {
            let intermediate = authority::intermediate();
            let description = "issued by an intermediate below the CA, which the client sends along";
            Scenario {
                chain: vec![intermediate.der.clone()],
                ..by("via-intermediate", description, 7, &intermediate)
            }
        },
        Scenario::new(
            "server-only",
            "for servers only (extKeyUsage serverAuth)",
            ca.issue(&client(&ca, 8).replacing(Extension::extended_key_usage(&[oid::SERVER_AUTH]))),
        ),
        Scenario::new(
            "tampered",
            "one bit of the subject flipped after signing",
            tampered(&ca, &client(&ca, 9)),
        ),
        Scenario::new(
            "oversized",
            "valid, but too long for the Client-Cert field",
            ca.issue(&client(&ca, 10).extended(many_names())),
        ),
        Scenario::new(
            "v1",
            "X.509 version 1",
            ca.issue(&client(&ca, 11).with(|client| {
                client.version = Vec::new();
                client.extensions = Vec::new();
            })),
        ),
        by(
            "second-ca",
            "issued by a second CA of the account, which the policy's certIssuerDN does not name",
            12,
            &partner(),
        ),
        Scenario { name: "none", description: "no certificate", leaf: None, chain: Vec::new() },
    ]
}

/// The usual client of a CA, with a serial number of its own.
fn client(ca: &Authority, number: u8) -> Certificate {
    ca.client().with(|client| client.serial = vec![0x0a, number])
}

fn by(name: &'static str, description: &'static str, number: u8, ca: &Authority) -> Scenario {
    Scenario::new(name, description, ca.issue(&client(ca, number)))
}

fn partner() -> Authority {
    Authority::root(Name::example("partner-ca"), key::p384_ca())
}

fn tampered(ca: &Authority, client: &Certificate) -> Vec<u8> {
    client.sign_then_change(ca.key(), |signed| {
        let subject = client.subject.to_der();
        let at = signed.windows(subject.len()).position(|bytes| bytes == subject).expect("the subject");
        signed[at + subject.len() - 1] ^= 1;
    })
}

/// As many hosts as make a certificate too large for a field.
fn many_names() -> Extension {
    let names: Vec<_> =
        (1..=280).map(|number| extension::dns(&format!("host-{number}.client-1.example"))).collect();
    Extension::subject_alternative_names(&names)
}

/// An edge with the CAs of one account, and a worker behind it with the policy.
struct Edge {
    verifier: Verifier,
    cert_issuer_dn: String,
    policy: MtlsAuthInbound,
}

impl Edge {
    fn new() -> Self {
        let ca = authority::example();
        let cas = [
            (ca.der, "mtlsca_aaaaaaaaaaaaaaaaaaaaaaaaaa"),
            (authority::renewed().der, "mtlsca_bbbbbbbbbbbbbbbbbbbbbbbbbb"),
            (partner().der, "mtlsca_cccccccccccccccccccccccccc"),
        ];
        let cas = cas.map(|(der, id)| {
            CaCertificate::from_der(&der).expect("a CA that is fit").with_id(id).expect("an identifier")
        });
        let cert_issuer_dn = cas[0].subject().to_string();
        let options = PolicyOptions::new().cert_issuer_dn(&cert_issuer_dn);
        Self {
            verifier: Verifier::new(CaSet::new(cas).expect("CAs that can be used")),
            policy: MtlsAuthInbound::new(options).expect("options that can be used"),
            cert_issuer_dn,
        }
    }

    fn tell(&self, scenario: &Scenario) -> Value {
        let chain: Vec<&[u8]> = scenario.chain.iter().map(Vec::as_slice).collect();
        let verdict = self.verifier.evaluate_with_chain(scenario.leaf.as_deref(), check_time(NOW.0), &chain);
        let options =
            HeaderOptions::new().client_cert(SendClientCert::Presented).client_cert_max(CLIENT_CERT_MAX);
        let fields = edge_headers::write(&EdgeReport::from(&verdict), &options);
        let report = EdgeReport::from_headers(fields.iter().map(|(name, value)| (*name, value)));
        let headers: Map<_, _> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())).collect();
        json!({
            "name": scenario.name,
            "description": scenario.description,
            "certIssuerDN": self.cert_issuer_dn,
            "headers": headers,
            "incomingRequestProperties": parsed(&report.incoming_request_properties().to_json()),
            "decision": parsed(&self.policy.decide(&report).to_json()),
        })
    }
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).expect("the core writes JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected decision, declared by hand.
    const ANSWERS: [(&str, Option<&str>); 13] = [
        ("valid", None),
        ("expired", Some("expired")),
        ("not-yet-valid", Some("not_yet_valid")),
        ("other-ca", Some("no_matching_ca")),
        ("same-dn-other-key", Some("signature_invalid")),
        ("renewed-ca", None),
        ("via-intermediate", Some("not_directly_signed")),
        ("server-only", Some("not_for_client_authentication")),
        ("tampered", Some("signature_invalid")),
        ("oversized", Some("certificate_unavailable")),
        ("v1", Some("unsupported_version")),
        ("second-ca", Some("issuer_not_allowed")),
        ("none", Some("no_certificate")),
    ];

    fn described() -> Vec<Value> {
        let edge = Edge::new();
        scenarios().iter().map(|scenario| edge.tell(scenario)).collect()
    }

    #[test]
    fn each_scenario_is_answered_as_declared() {
        let described = described();
        assert_eq!(described.len(), ANSWERS.len());
        for (scenario, (name, reason)) in described.iter().zip(ANSWERS) {
            assert_eq!(scenario["name"], name);
            let decision = &scenario["decision"];
            assert_eq!(decision["reason"].as_str(), reason, "{name}");
            assert_eq!(decision["action"], if reason.is_none() { "allow" } else { "reject" }, "{name}");
            let status = if reason.is_none() { Value::Null } else { json!(401) };
            assert_eq!(decision["problem"].get("status").unwrap_or(&Value::Null), &status, "{name}");
        }
    }

    #[test]
    fn a_success_at_the_edge_is_no_success_of_the_policy() {
        for name in ["oversized", "second-ca"] {
            let described = described();
            let scenario = described.iter().find(|scenario| scenario["name"] == name).expect("a scenario");
            assert_eq!(scenario["headers"]["Client-Mtls-Verification-Status"], "SUCCESS", "{name}");
            assert_eq!(scenario["headers"].get("Client-Cert").is_none(), name == "oversized");
        }
    }

    #[test]
    fn the_oversized_certificate_is_one_that_the_core_reads() {
        let scenarios = scenarios();
        let oversized = scenarios.iter().find(|one| one.name == "oversized").expect("a scenario");
        let leaf = oversized.leaf.as_deref().expect("a certificate");
        assert!(leaf.len() > CLIENT_CERT_MAX / 4 * 3);
        assert!(Edge::new().verifier.evaluate(Some(leaf), check_time(NOW.0)).verified());
    }

    #[test]
    fn no_certificate_stands_for_two_scenarios() {
        let mut leaves: Vec<_> = scenarios().into_iter().map(|scenario| scenario.leaf).collect();
        leaves.sort();
        leaves.dedup();
        assert_eq!(leaves.len(), ANSWERS.len());
    }
}
