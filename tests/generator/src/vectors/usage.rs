//! The usage of the certificate.

use crate::authority::{self, Authority};
use crate::case::Case;
use crate::certificate::Certificate;
use crate::der;
use crate::extension::{DIGITAL_SIGNATURE, Extension, KEY_AGREEMENT, KEY_CERT_SIGN, dns, ip};
use crate::key;
use crate::name::Name;
use crate::oid;

pub(super) fn cases() -> Vec<Case> {
    [extended_key_usage(), key_usage(), authorities(), critical(), policies()].into_iter().flatten().collect()
}

fn extended_key_usage() -> Vec<Case> {
    let with = |purposes: &[&str]| client(|client| client.replacing(Extension::extended_key_usage(purposes)));
    let without = || client(|client| client.without(oid::EXTENDED_KEY_USAGE));
    let refused = |id: &str, description: &str, leaf: Vec<u8>| {
        Case::refused(&format!("usage/{id}"), description, leaf, &["not_for_client_authentication"])
    };
    let accepted =
        |id: &str, description: &str, leaf: Vec<u8>| Case::success(&format!("usage/{id}"), description, leaf);
    vec![
        refused("server-only", "serverAuth only", with(&[oid::SERVER_AUTH])),
        refused("server-only-critical", "serverAuth only, critical", {
            let purposes = Extension::extended_key_usage(&[oid::SERVER_AUTH]).critical();
            client(|client| client.replacing(purposes))
        }),
        refused("any-only", "anyExtendedKeyUsage alone", with(&[oid::ANY_EXTENDED_KEY_USAGE])),
        refused("unknown-only", "a purpose that no one knows", with(&[oid::UNKNOWN])),
        accepted(
            "server-and-client",
            "serverAuth and clientAuth",
            with(&[oid::SERVER_AUTH, oid::CLIENT_AUTH]),
        ),
        accepted("any-and-client", "anyExtendedKeyUsage and clientAuth", {
            with(&[oid::ANY_EXTENDED_KEY_USAGE, oid::CLIENT_AUTH])
        }),
        accepted("client-critical", "clientAuth, critical", {
            let purposes = Extension::extended_key_usage(&[oid::CLIENT_AUTH]).critical();
            client(|client| client.replacing(purposes))
        }),
        accepted("many-purposes", "clientAuth behind two others", {
            with(&[oid::CODE_SIGNING, oid::SERVER_AUTH, oid::CLIENT_AUTH])
        }),
        accepted("absent", "no extKeyUsage: accepted by default", without()),
        refused("absent-required", "no extKeyUsage, and one is required", without())
            .requiring_client_auth_eku(),
        accepted("present-required", "clientAuth, and it is required", client(|client| client))
            .requiring_client_auth_eku(),
    ]
}

fn key_usage() -> Vec<Case> {
    let with = |bits: u16| client(|client| client.replacing(Extension::key_usage(bits)));
    let refused = |id: &str, description: &str, leaf: Vec<u8>| {
        Case::refused(&format!("usage/{id}"), description, leaf, &["key_usage_forbids_digital_signature"])
    };
    vec![
        refused("key-agreement-only", "keyUsage keyAgreement only", with(KEY_AGREEMENT)),
        refused("key-cert-sign-only", "keyUsage keyCertSign only", with(KEY_CERT_SIGN)),
        Case::success(
            "usage/signature-and-agreement",
            "keyUsage digitalSignature and keyAgreement",
            with(DIGITAL_SIGNATURE | KEY_AGREEMENT),
        ),
        Case::success(
            "usage/key-usage-absent",
            "no keyUsage",
            client(|client| client.without(oid::KEY_USAGE)),
        ),
    ]
}

fn authorities() -> Vec<Case> {
    let ca = authority::example();
    vec![
        Case::refused(
            "usage/is-a-ca",
            "basicConstraints cA TRUE",
            client(|client| {
                client
                    .extended(Extension::ca())
                    .replacing(Extension::key_usage(DIGITAL_SIGNATURE | KEY_CERT_SIGN))
            }),
            &["is_a_ca"],
        ),
        Case::refused(
            "usage/ca-itself",
            "the CA certificate presented as a client's",
            ca.der.clone(),
            &["is_a_ca", "key_usage_forbids_digital_signature"],
        ),
        Case::refused(
            "usage/path-length-256",
            "no CA, and a pathLenConstraint that webpki does not take",
            client(|client| {
                let value = der::sequence(&[der::integer(&[1, 0])]);
                client.extended(Extension::new(oid::BASIC_CONSTRAINTS, value))
            }),
            &["unsupported_by_verifier"],
        ),
        Case::success(
            "usage/not-a-ca",
            "basicConstraints with cA FALSE by default",
            client(|client| {
                client.extended(Extension::new(oid::BASIC_CONSTRAINTS, der::sequence::<Vec<u8>>(&[])))
            }),
        ),
    ]
}

fn critical() -> Vec<Case> {
    let refused = |id: &str, description: &str, extension: Extension| {
        let leaf = client(|client| client.extended(extension));
        Case::refused(&format!("usage/{id}"), description, leaf, &["unknown_critical_extension"])
    };
    let policies = der::sequence(&[der::sequence(&[der::object_identifier("2.5.29.32.0")])]);
    vec![
        refused(
            "unknown-critical",
            "a critical extension that no one knows",
            Extension::unknown(1).critical(),
        ),
        Case::refused(
            "usage/policies-critical",
            "critical certificatePolicies, which webpki does not take",
            client(|client| client.extended(Extension::new(oid::CERTIFICATE_POLICIES, policies).critical())),
            &["unsupported_by_verifier"],
        ),
        refused(
            "alternative-names-unreadable-critical",
            "a critical subjectAltName with a name of no form",
            Extension::subject_alternative_names(&[vec![0x89, 1, b'x']]).critical(),
        ),
        refused(
            "alternative-names-empty-critical",
            "a critical subjectAltName without names",
            Extension::subject_alternative_names(&[]).critical(),
        ),
        refused(
            "alternative-names-not-ascii-critical",
            "a critical subjectAltName whose dNSName is not ASCII",
            Extension::subject_alternative_names(&[dns("\u{fc}.example")]).critical(),
        ),
        refused(
            "alternative-names-address-critical",
            "a critical subjectAltName whose iPAddress has 5 bytes",
            Extension::subject_alternative_names(&[ip(&[1, 2, 3, 4, 5])]).critical(),
        ),
        Case::success(
            "usage/alternative-names-critical",
            "a critical subjectAltName that can be read",
            client(|client| {
                client.extended(Extension::subject_alternative_names(&[dns("example.com")]).critical())
            }),
        ),
        Case::success(
            "usage/alternative-names-unreadable",
            "a subjectAltName with a name of no form, not critical, under no constraints",
            client(|client| client.extended(Extension::subject_alternative_names(&[vec![0x89, 1, b'x']]))),
        ),
        refused(
            "name-constraints-unreadable-critical",
            "critical nameConstraints of a leaf without lists",
            Extension::name_constraints(&[], &[]).critical(),
        ),
        refused(
            "timestamps-critical",
            "a critical list of signed certificate timestamps, which is not verified",
            timestamps().critical(),
        ),
        Case::success(
            "usage/timestamps",
            "a list of signed certificate timestamps that is not critical",
            client(|client| client.extended(timestamps())),
        ),
        Case::refused(
            "usage/unknown-critical-late",
            "a critical extension that no one knows behind 28 harmless ones",
            client(|client| {
                (2..30)
                    .fold(client, |client, number| client.extended(Extension::unknown(number)))
                    .extended(Extension::unknown(1).critical())
            }),
            &["unknown_critical_extension"],
        ),
    ]
}

/// A list of signed certificate timestamps: an OCTET STRING in the OCTET STRING.
fn timestamps() -> Extension {
    Extension::new(oid::SIGNED_CERTIFICATE_TIMESTAMPS, der::octet_string(&[0, 2, 0, 0]))
}

/// A CA that requires a certificate policy of its leaves (RFC 5280 section 4.2.1.11).
fn policies() -> Vec<Case> {
    let ca = |extensions: &[Extension]| {
        let certificate = authority::root_certificate(Name::example("example-ca"), key::p256_ca());
        let certificate = extensions.iter().cloned().fold(certificate, Certificate::extended);
        Authority::self_signed(certificate, key::p256_ca())
    };
    let skipping = |number: u8| {
        let value = der::sequence(&[der::implicit(0, &[number])]);
        Extension::new(oid::POLICY_CONSTRAINTS, value).critical()
    };
    let no_any_policy = || Extension::new(oid::INHIBIT_ANY_POLICY, der::integer(&[0])).critical();
    let policy = |oid: &str| {
        let value = der::sequence(&[der::sequence(&[der::object_identifier(oid)])]);
        Extension::new(oid::CERTIFICATE_POLICIES, value)
    };
    let qualified = |qualifiers: Vec<u8>| {
        let value = der::sequence(&[der::sequence(&[der::object_identifier(oid::UNKNOWN), qualifiers])]);
        Extension::new(oid::CERTIFICATE_POLICIES, value)
    };
    const ANY_POLICY: &str = "2.5.29.32.0";
    let with = |ca: &Authority, policy: Extension| ca.issue(&ca.client().extended(policy));
    let without = |ca: &Authority| ca.issue(&ca.client());
    let missing = |id: &str, description: &str, ca: &Authority, leaf: Vec<u8>| {
        Case::refused(&format!("usage/{id}"), description, leaf, &["certificate_policies_missing"])
            .under(&[ca])
    };
    let accepted = |id: &str, description: &str, ca: &Authority, leaf: Vec<u8>| {
        Case::success(&format!("usage/{id}"), description, leaf).under(&[ca])
    };
    let (now, next, later) = (ca(&[skipping(0)]), ca(&[skipping(1)]), ca(&[skipping(2)]));
    let named = ca(&[skipping(0), no_any_policy()]);
    vec![
        missing("policy-required", "requireExplicitPolicy 0, and no policy", &now, without(&now)),
        missing("policy-required-next", "requireExplicitPolicy 1, and no policy", &next, without(&next)),
        accepted("policy-required-later", "requireExplicitPolicy 2, and no policy", &later, without(&later)),
        accepted(
            "policy-present",
            "requireExplicitPolicy 0, and a policy",
            &now,
            with(&now, policy(oid::UNKNOWN)),
        ),
        accepted(
            "policy-any",
            "requireExplicitPolicy 0, and anyPolicy",
            &now,
            with(&now, policy(ANY_POLICY)),
        ),
        missing(
            "policy-any-inhibited",
            "requireExplicitPolicy 0 and inhibitAnyPolicy 0, and anyPolicy",
            &named,
            with(&named, policy(ANY_POLICY)),
        ),
        accepted(
            "policy-named",
            "requireExplicitPolicy 0 and inhibitAnyPolicy 0, and a policy",
            &named,
            with(&named, policy(oid::UNKNOWN)),
        ),
        missing(
            "policies-unreadable",
            "requireExplicitPolicy 0, and certificatePolicies that cannot be read",
            &now,
            with(&now, Extension::new(oid::CERTIFICATE_POLICIES, der::null())),
        ),
        missing(
            "policy-qualifiers-unreadable",
            "requireExplicitPolicy 0, and a policy whose qualifiers are NULL",
            &now,
            with(&now, qualified(der::null())),
        ),
        missing(
            "policy-qualifiers-empty",
            "requireExplicitPolicy 0, and a policy with a list of no qualifier",
            &now,
            with(&now, qualified(der::sequence::<Vec<u8>>(&[]))),
        ),
        missing(
            "policy-qualifier-identifier-padded",
            "requireExplicitPolicy 0, and a policy whose qualifier has no well-formed identifier",
            &now,
            with(
                &now,
                qualified(der::sequence(&[der::sequence(&[der::element(6, &[0x2a, 0x80, 1]), der::null()])])),
            ),
        ),
        accepted(
            "policy-qualified",
            "requireExplicitPolicy 0, and a policy with one qualifier",
            &now,
            with(
                &now,
                qualified(der::sequence(&[der::sequence(&[
                    der::object_identifier(oid::UNKNOWN),
                    der::null(),
                ])])),
            ),
        ),
    ]
}

fn client(change: impl FnOnce(Certificate) -> Certificate) -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&change(ca.client()))
}
