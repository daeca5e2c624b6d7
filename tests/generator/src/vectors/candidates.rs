//! Several CAs: which of them are asked, in what order, and which one the verdict names.

use std::sync::LazyLock;

use crate::authority::{self, Authority};
use crate::case::Case;
use crate::extension::{Extension, dns};
use crate::key::{self, Key};
use crate::name::Name;
use crate::oid;

pub(super) fn cases() -> Vec<Case> {
    [names(), twins(), identifiers(), budget()].into_iter().flatten().collect()
}

fn names() -> Vec<Case> {
    let (ca, other, intermediate) = (authority::example(), authority::other(), authority::intermediate());
    vec![
        Case::unauthenticated(
            "candidates/other-ca",
            "issued by a CA with another name",
            other.issue(&other.client()),
            &["no_matching_ca"],
        ),
        Case::unauthenticated(
            "candidates/same-key-other-name",
            "the CA's key under another name",
            {
                let renamed = Authority::root(Name::example("renamed-ca"), key::p256_ca());
                renamed.issue(&renamed.client())
            },
            &["no_matching_ca"],
        ),
        Case::unauthenticated(
            "candidates/no-ca-at-all",
            "no CA is loaded",
            ca.issue(&ca.client()),
            &["no_matching_ca"],
        )
        .under(&[]),
        Case::success("candidates/one-of-three", "the right CA among others", ca.issue(&ca.client()))
            .under(&[&other, &intermediate, &ca])
            .naming(2),
        Case::success(
            "candidates/ids",
            "the verdict carries the id of the CA that issued the leaf",
            ca.issue(&ca.client()),
        )
        .under(&[&other, &ca])
        .with_ids(&["mtlsca_aaaaaaaaaaaaaaaaaaaaaaaaaa", "mtlsca_bbbbbbbbbbbbbbbbbbbbbbbbbb"])
        .naming(1),
        Case::success(
            "candidates/intermediate",
            "an intermediate is a CA like any other; its own issuer is not needed",
            intermediate.issue(&intermediate.client()),
        )
        .under(&[&intermediate]),
    ]
}

/// CAs with one name: renewed ones, and ones with another key.
fn twins() -> Vec<Case> {
    let (ca, renewed, expired, twin) =
        (authority::example(), authority::renewed(), authority::expired(), authority::twin());
    let leaf = || ca.issue(&ca.client());
    let constrained = Authority::self_signed(
        authority::root_certificate(Name::example("example-ca"), key::p256_ca())
            .valid("2020-01-01T00:00:00Z", "2108-12-31T23:59:59Z")
            .extended(Extension::name_constraints(&[dns("example.com")], &[])),
        key::p256_ca(),
    );
    let named = ca.client().extended(Extension::subject_alternative_names(&[dns("client.example.org")]));
    vec![
        Case::success(
            "candidates/renewed-twin",
            "the renewed CA certificate rescues its expired twin",
            leaf(),
        )
        .under(&[&expired, &renewed])
        .naming(1),
        Case::success("candidates/latest-first", "of two that fit, the later end is named", leaf())
            .under(&[&ca, &renewed])
            .naming(1),
        Case::success("candidates/another-passes", "a twin without the constraint passes", ca.issue(&named))
            .under(&[&constrained, &ca])
            .naming(1),
        Case::refused(
            "candidates/only-expired-twin",
            "the same-name CA with another key does not rescue the expired one",
            leaf(),
            &["ca_expired"],
        )
        .under(&[&expired, &twin]),
        Case::unauthenticated(
            "candidates/neither-signed",
            "two CAs have the issuer's name and neither signed the leaf",
            ca.client().sign(key::p256_client()),
            &["signature_invalid"],
        )
        .under(&[&ca, &twin]),
    ]
}

/// The authorityKeyIdentifier orders the candidates and never decides.
fn identifiers() -> Vec<Case> {
    let (ca, twin) = (authority::example(), authority::twin());
    let pointing_at = |key: &Key| ca.issue(&ca.client().replacing(Extension::authority_key_identifier(key)));
    let without = ca.issue(&ca.client().without(oid::AUTHORITY_KEY_IDENTIFIER));
    vec![
        Case::success(
            "candidates/identifier-right",
            "authorityKeyIdentifier names the right one of two CAs with one name",
            pointing_at(ca.key()),
        )
        .under(&[&twin, &ca])
        .naming(1),
        Case::success(
            "candidates/identifier-of-twin",
            "authorityKeyIdentifier names the wrong one of two; the key decides",
            pointing_at(twin.key()),
        )
        .under(&[&twin, &ca])
        .naming(1),
        Case::success(
            "candidates/identifier-of-nobody",
            "authorityKeyIdentifier names no loaded CA; the key decides",
            pointing_at(key::p256_intermediate()),
        ),
        Case::success(
            "candidates/identifier-absent",
            "no authorityKeyIdentifier, two CAs with one name",
            without,
        )
        .under(&[&twin, &ca])
        .naming(1),
    ]
}

/// At most 64 signature checks for one leaf.
fn budget() -> Vec<Case> {
    static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| (0..64).map(Key::derived).collect());
    let ca = authority::example();
    let many: Vec<_> = KEYS.iter().map(|key| Authority::root(ca.name(), key)).collect();
    let strangers: Vec<_> = many.iter().collect();
    let mut with_issuer = strangers.clone();
    with_issuer.push(&ca);
    let expired = authority::expired();
    let mut with_expired = strangers.clone();
    with_expired.push(&expired);
    let without = ca.client().without(oid::AUTHORITY_KEY_IDENTIFIER);
    let forged = |key: &'static Key| without.sign(key);
    vec![
        Case::unauthenticated(
            "candidates/64-none-signed",
            "64 CAs with the issuer's name, all asked, none signed",
            forged(key::p256_client()),
            &["signature_invalid"],
        )
        .under(&strangers),
        Case::unauthenticated(
            "candidates/65-none-signed",
            "65 CAs with the issuer's name: more than are asked, and none of those signed",
            forged(key::p256_client()),
            &["too_many_candidates"],
        )
        .under(&with_issuer),
        Case::success(
            "candidates/65-identifier",
            "65 CAs with the issuer's name, and authorityKeyIdentifier names the last",
            ca.issue(&ca.client()),
        )
        .under(&with_issuer)
        .naming(64),
        Case::refused(
            "candidates/65-expired",
            "65 CAs with the issuer's name: the CA that signed is expired, and not all others could be tried",
            ca.issue(&ca.client()),
            &["too_many_candidates", "ca_expired"],
        )
        .under(&with_expired)
        .naming(64),
    ]
}
