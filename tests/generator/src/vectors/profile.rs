//! The forms of an acceptable leaf, and nothing presented at all.

use crate::authority;
use crate::case::Case;
use crate::certificate::Certificate;
use crate::extension::{Extension, dns};
use crate::name::Name;
use crate::oid;

pub(super) fn cases() -> Vec<Case> {
    let ca = authority::example();
    let accepted =
        |id: &str, description: &str, client: Certificate| Case::success(id, description, ca.issue(&client));
    let hosts: Vec<_> = (0..500).map(|number| dns(&format!("h{number}.example.com"))).collect();
    let many = |count: u32| {
        let client = ca.client();
        let present = client.extensions.len() as u32;
        (present..count).fold(client, |client, number| client.extended(Extension::unknown(number)))
    };
    vec![
        accepted("profile/plain", "an ordinary client certificate", ca.client()),
        accepted("profile/ca-id", "the verdict carries the id that the CA was given", ca.client())
            .with_ids(&["mtlsca_aaaaaaaaaaaaaaaaaaaaaaaaaa"]),
        accepted(
            "profile/empty-subject",
            "no subject, the name is a critical subjectAltName",
            ca.client()
                .with(|client| client.subject = Name::empty())
                .extended(Extension::subject_alternative_names(&[dns("client-1.example.com")]).critical()),
        ),
        accepted(
            "profile/unicode-subject",
            "a subject beyond ASCII",
            ca.client().with(|client| client.subject = Name::new(&[("O", "Müller & Söhne")])),
        ),
        accepted(
            "profile/500-names",
            "500 subject alternative names",
            ca.client().extended(Extension::subject_alternative_names(&hosts)),
        ),
        accepted("profile/64-extensions", "as many extensions as are read", many(64)),
        Case::unauthenticated(
            "profile/65-extensions",
            "one extension more than are read",
            ca.issue(&many(65)),
            &["too_large"],
        ),
        accepted(
            "profile/unknown-extension",
            "an unknown extension that is not critical",
            ca.client().extended(Extension::unknown(1)),
        ),
        accepted(
            "profile/no-extensions",
            "version 3 without any extension",
            ca.client().with(|client| client.extensions.clear()),
        ),
        accepted(
            "profile/no-key-identifiers",
            "neither authorityKeyIdentifier nor subjectKeyIdentifier",
            ca.client().without(oid::AUTHORITY_KEY_IDENTIFIER).without(oid::SUBJECT_KEY_IDENTIFIER),
        ),
        accepted(
            "profile/serial-of-20-octets",
            "the longest serial number that RFC 5280 allows",
            ca.client().with(|client| client.serial = vec![0x7f; 20]),
        ),
        Case::nothing_presented("profile/nothing-presented", "no certificate at all"),
    ]
}
