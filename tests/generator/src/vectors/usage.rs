//! What the certificate may be used for.

use crate::authority;
use crate::case::Case;
use crate::certificate::Certificate;
use crate::der;
use crate::extension::{DIGITAL_SIGNATURE, Extension, KEY_AGREEMENT, KEY_CERT_SIGN};
use crate::oid;

pub(super) fn cases() -> Vec<Case> {
    [extended_key_usage(), key_usage(), authorities(), critical()].into_iter().flatten().collect()
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
        refused("unknown-only", "a purpose that nobody knows", with(&[oid::UNKNOWN])),
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
            "a critical extension that nobody knows",
            Extension::unknown(1).critical(),
        ),
        refused(
            "policies-critical",
            "critical certificatePolicies, which are not processed",
            Extension::new(oid::CERTIFICATE_POLICIES, policies).critical(),
        ),
        Case::refused(
            "usage/unknown-critical-late",
            "a critical extension that nobody knows behind 28 harmless ones",
            client(|client| {
                (2..30)
                    .fold(client, |client, number| client.extended(Extension::unknown(number)))
                    .extended(Extension::unknown(1).critical())
            }),
            &["unknown_critical_extension"],
        ),
    ]
}

fn client(change: impl FnOnce(Certificate) -> Certificate) -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&change(ca.client()))
}
