//! Leaves that break several rules: all are reported, in the order of the table, with one `authenticated`.

use crate::algorithm::{Algorithm, Hash};
use crate::authority::{self, Authority};
use crate::case::Case;
use crate::certificate::Certificate;
use crate::extension::{Extension, KEY_AGREEMENT, dns};
use crate::key;
use crate::name::Name;
use crate::oid;

pub(super) fn cases() -> Vec<Case> {
    [authenticated(), unauthenticated()].into_iter().flatten().collect()
}

/// The signature held, so that every reason is about what the CA really signed.
fn authenticated() -> Vec<Case> {
    let ca = authority::example();
    let refused = |id: &str, description: &str, reasons: &[&'static str], client: Certificate| {
        Case::refused(&format!("order/{id}"), description, ca.issue(&client), reasons)
    };
    let expired_leaf = || ca.client().valid("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z");
    let constrained = Authority::self_signed(
        authority::root_certificate(Name::example("example-ca"), key::p256_ca())
            .extended(Extension::name_constraints(&[dns("example.com")], &[])),
        key::p256_ca(),
    );
    let everything = || {
        expired_leaf()
            .with(|client| {
                client.serial = vec![0];
                client.public_key = key::rsa1024_weak().public();
            })
            .replacing(Extension::key_usage(KEY_AGREEMENT))
            .replacing(Extension::extended_key_usage(&[oid::SERVER_AUTH]))
            .extended(Extension::ca())
            .extended(Extension::unknown(1))
            .extended(Extension::unknown(1))
            .extended(Extension::unknown(2).critical())
    };
    let everything_codes = [
        "duplicate_extension",
        "invalid_serial",
        "key_too_weak",
        "is_a_ca",
        "not_for_client_authentication",
        "key_usage_forbids_digital_signature",
        "unknown_critical_extension",
        "expired",
    ];
    vec![
        refused(
            "usage-before-time",
            "for servers only, and expired",
            &["not_for_client_authentication", "expired"],
            expired_leaf().replacing(Extension::extended_key_usage(&[oid::SERVER_AUTH])),
        ),
        refused(
            "structure-before-time",
            "version 1, and expired",
            &["unsupported_version", "expired"],
            expired_leaf().with(|client| {
                client.version.clear();
                client.extensions.clear();
            }),
        ),
        refused(
            "subject-before-time",
            "a subject that cannot be read, and expired",
            &["malformed_subject", "expired"],
            expired_leaf().with(|client| client.subject = Name::Raw(vec![0x30, 2, 0x31, 0])),
        ),
        refused(
            "within-usage",
            "a CA, for servers, without digitalSignature",
            &["is_a_ca", "not_for_client_authentication", "key_usage_forbids_digital_signature"],
            ca.client()
                .extended(Extension::ca())
                .replacing(Extension::extended_key_usage(&[oid::SERVER_AUTH]))
                .replacing(Extension::key_usage(KEY_AGREEMENT)),
        ),
        refused(
            "key-before-usage",
            "a weak key, for servers",
            &["key_too_weak", "not_for_client_authentication"],
            ca.client_of(key::rsa1024_weak()).replacing(Extension::extended_key_usage(&[oid::SERVER_AUTH])),
        ),
        refused("everything", "eight rules broken at once", &everything_codes, everything()),
        Case::refused(
            "order/trailing-and-expired",
            "a zero byte behind an expired certificate",
            [ca.issue(&expired_leaf()).as_slice(), &[0]].concat(),
            &["trailing_data", "expired"],
        ),
        Case::refused(
            "order/leaf-before-ca",
            "leaf and CA both expired",
            ca.issue(&expired_leaf()),
            &["expired", "ca_expired"],
        )
        .under(&[&authority::expired()]),
        Case::refused(
            "order/constraints-before-time",
            "a host outside the permitted ones, and expired",
            constrained.issue(
                &expired_leaf().extended(Extension::subject_alternative_names(&[dns("a.example.org")])),
            ),
            &["name_constraints_violated", "expired"],
        )
        .under(&[&constrained]),
    ]
}

/// The signature did not hold or was not checked, so that nothing the leaf says is a CA's word.
fn unauthenticated() -> Vec<Case> {
    let (ca, other, intermediate) = (authority::example(), authority::other(), authority::intermediate());
    let refused = |id: &str, description: &str, leaf: Vec<u8>, reasons: &[&'static str]| {
        Case::unauthenticated(&format!("order/{id}"), description, leaf, reasons)
    };
    let expire = |client: Certificate| client.valid("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z");
    let sha1 =
        |client: Certificate| client.with(|client| client.algorithm = Some(Algorithm::ecdsa(Hash::Sha1)));
    vec![
        refused(
            "forged-and-expired",
            "a signature by another key, and expired",
            expire(ca.client()).sign(key::p256_client()),
            &["signature_invalid", "expired"],
        )
        .naming(0),
        refused(
            "forged-serial",
            "a serial number of zero, and a signature by another key",
            ca.client().with(|client| client.serial = vec![0]).sign(key::p256_client()),
            &["invalid_serial", "signature_invalid"],
        )
        .naming(0),
        refused(
            "stranger-and-expired",
            "issued by another CA, and expired",
            other.issue(&expire(other.client())),
            &["no_matching_ca", "expired"],
        ),
        refused(
            "stranger-for-servers",
            "issued by another CA, for servers",
            other.issue(&other.client().replacing(Extension::extended_key_usage(&[oid::SERVER_AUTH]))),
            &["no_matching_ca", "not_for_client_authentication"],
        ),
        refused(
            "indirect-and-expired",
            "issued by an intermediate that is presented along, and expired",
            intermediate.issue(&expire(intermediate.client())),
            &["not_directly_signed", "expired"],
        )
        .along_with(vec![intermediate.der.clone()]),
        refused(
            "sha1-and-expired",
            "signed with SHA-1, and expired",
            ca.issue(&expire(sha1(ca.client()))),
            &["signature_algorithm_unsupported", "expired"],
        )
        .naming(0),
        refused(
            "sha1-and-weak",
            "signed with SHA-1, and a weak key",
            ca.issue(&sha1(ca.client_of(key::rsa1024_weak()))),
            &["signature_algorithm_unsupported", "key_too_weak"],
        )
        .naming(0),
        refused(
            "unknown-ca-and-sha1",
            "issued by a CA that is not loaded, and signed with SHA-1",
            authority::other().issue(&sha1(authority::other().client())),
            &["no_matching_ca", "signature_algorithm_unsupported"],
        ),
        refused(
            "empty-issuer-and-expired",
            "no issuer, and expired",
            ca.issue(&expire(ca.client()).with(|client| client.issuer = Name::empty())),
            &["empty_issuer", "expired"],
        ),
        refused(
            "malformed-alone",
            "what cannot be read has no other reason, even when it would be expired",
            ca.issue(&expire(ca.client()))[..300].to_vec(),
            &["malformed"],
        ),
    ]
}
