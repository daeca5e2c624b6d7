//! Certificates that no CA issued, or that another key of its name signed: what their messages must tell.

use crate::authority::{self, Authority};
use crate::case::Case;
use crate::certificate::Certificate;
use crate::extension::Extension;
use crate::key;
use crate::name::Name;

pub(super) fn cases() -> Vec<Case> {
    [self_issued(), other_names(), other_keys()].into_iter().flatten().collect()
}

/// A certificate whose issuer is its subject, as `openssl req -x509` makes it.
fn own_issuer() -> Certificate {
    let name = Name::example("client-1");
    Certificate::new(name.clone(), key::p256_client().public(), name)
}

fn self_issued() -> Vec<Case> {
    let refused = |id: &str, description: &str, leaf: Vec<u8>, reasons: &[&'static str]| {
        Case::unauthenticated(&format!("origin/{id}"), description, leaf, reasons)
    };
    vec![
        refused(
            "self-signed",
            "signed by its own key, as a leaf",
            own_issuer().sign(key::p256_client()),
            &["no_matching_ca"],
        ),
        refused(
            "self-signed-ca",
            "signed by its own key, and a CA, as `openssl req -x509` makes it",
            own_issuer().extended(Extension::ca()).sign(key::p256_client()),
            &["no_matching_ca", "is_a_ca"],
        ),
        refused(
            "self-issued",
            "its own subject as its issuer, signed by the key of the CA",
            own_issuer().sign(key::p256_ca()),
            &["no_matching_ca"],
        ),
    ]
}

fn other_names() -> Vec<Case> {
    let issued_as = |id: &str, description: &str, issuer: Name, key: &'static key::Key| {
        let leaf = authority::example().client().with(|client| client.issuer = issuer).sign(key);
        Case::unauthenticated(&format!("origin/{id}"), description, leaf, &["no_matching_ca"])
    };
    let reversed = || Name::new(&[("CN", "example-ca"), ("O", "Example"), ("C", "US")]);
    let reordered = || Name::new(&[("O", "Example"), ("C", "US"), ("CN", "example-ca")]);
    vec![
        issued_as("reversed", "the CA wrote its own name backwards", reversed(), key::p256_ca()),
        issued_as(
            "reversed-by-another",
            "the CA's name backwards, signed by another key",
            reversed(),
            key::p256_other_ca(),
        ),
        issued_as("reordered", "the CA's RDNs in a third order", reordered(), key::p256_ca()),
        issued_as("one-letter-off", "a letter twice", Name::example("exxample-ca"), key::p256_ca()),
        issued_as(
            "other-attribute-type",
            "the CA's values, two of them under each other's type",
            Name::new(&[("C", "US"), ("CN", "Example"), ("O", "example-ca")]),
            key::p256_ca(),
        ),
        issued_as(
            "nothing-alike",
            "a name that has nothing of the CA's, signed by its key: the CA was renamed",
            Name::new(&[("C", "DE"), ("O", "Muster"), ("CN", "wurzel")]),
            key::p256_ca(),
        ),
        issued_as(
            "nothing-alike-by-another",
            "the same, with the CA's key identifier and the signature of another key",
            Name::new(&[("C", "DE"), ("O", "Muster"), ("CN", "wurzel")]),
            key::p256_other_ca(),
        ),
    ]
}

fn other_keys() -> Vec<Case> {
    let newer = Authority::self_signed(
        authority::root_certificate(Name::example("example-ca"), key::p256_twin_ca())
            .valid("2026-06-01T00:00:00Z", "2099-12-31T23:59:59Z"),
        key::p256_twin_ca(),
    );
    let old = authority::example();
    let of_the_new_key = authority::root_certificate(Name::example("example-ca"), key::p256_twin_ca());
    let altered = Authority::self_signed(of_the_new_key.clone(), key::p256_ca());
    let new_with_old = Authority::self_signed(
        of_the_new_key.extended(Extension::authority_key_identifier(key::p256_ca())),
        key::p256_ca(),
    );
    let without_identifier = old.client().without(crate::oid::AUTHORITY_KEY_IDENTIFIER);
    vec![
        Case::unauthenticated(
            "origin/rekeyed",
            "the CA has a new key, and the client is older",
            old.issue(&old.client()),
            &["signature_invalid"],
        )
        .under(&[&newer])
        .naming(0),
        Case::unauthenticated(
            "origin/rekeyed-without-identifier",
            "the same, without an authority key identifier",
            old.issue(&without_identifier),
            &["signature_invalid"],
        )
        .under(&[&newer])
        .naming(0),
        Case::unauthenticated(
            "origin/altered-ca",
            "the CA certificate has another key than that which signed it, as a damaged or a forged one does",
            old.issue(&old.client()),
            &["signature_invalid"],
        )
        .under(&[&altered])
        .naming(0),
        Case::unauthenticated(
            "origin/rekeyed-and-signed-by-the-old-key",
            "the CA's new certificate is signed with its old key, as RFC 4210 has it for a rotation",
            old.issue(&old.client()),
            &["signature_invalid"],
        )
        .under(&[&new_with_old])
        .naming(0),
    ]
}
