//! Issuer and subject: how the issuer is compared, and names that cannot be read.

use crate::authority::{self, Authority};
use crate::case::Case;
use crate::der::{self, PRINTABLE_STRING, UTF8_STRING};
use crate::extension::{Extension, dns};
use crate::key;
use crate::name::{Attribute, Name};
use crate::oid;

pub(super) fn cases() -> Vec<Case> {
    [equal(), different(), unreadable()].into_iter().flatten().collect()
}

/// Issuers that are the CA's subject in another encoding (RFC 5280 section 7.1).
fn equal() -> Vec<Case> {
    let accepted = |id: &str, description: &str, issuer: Name| {
        Case::success(&format!("name/{id}"), description, issued_as(issuer))
    };
    let as_printable =
        Authority::root(Name::example("example-ca").retagged(PRINTABLE_STRING), key::p256_ca());
    vec![
        accepted(
            "issuer-printable-string",
            "the issuer as PrintableString, the CA's subject as UTF8String",
            Name::example("example-ca").retagged(PRINTABLE_STRING),
        ),
        accepted(
            "issuer-utf8-string",
            "the issuer as UTF8String, the CA's subject as PrintableString",
            Name::example("example-ca").retagged(UTF8_STRING),
        )
        .under(&[&as_printable]),
        accepted("issuer-case", "the issuer in other letter case", Name::example("EXAMPLE-ca")),
        accepted(
            "issuer-outer-spaces",
            "blanks round the issuer's common name",
            Name::example(" example-ca  "),
        ),
        Case::success("name/issuer-inner-spaces", "a run of inner blanks for one", {
            spaced().issue(&spaced().client().with(|client| {
                client.issuer = Name::example("example   spaced ca");
            }))
        })
        .under(&[&spaced()]),
    ]
}

/// Issuers that are another name.
fn different() -> Vec<Case> {
    let refused = |id: &str, description: &str, issuer: Name| {
        Case::unauthenticated(&format!("name/{id}"), description, issued_as(issuer), &["no_matching_ca"])
    };
    let reversed = Name::new(&[("CN", "example-ca"), ("O", "Example"), ("C", "US")]);
    let joined = {
        let attributes = [("O", "Example"), ("CN", "example-ca")];
        let both: Vec<_> = attributes.iter().map(|&pair| single(pair).to_der()).collect();
        let country = der::set(&[single(("C", "US")).to_der()]);
        Name::Raw(der::sequence(&[country, der::set(&both)]))
    };
    vec![
        refused("issuer-reversed", "the RDNs of the issuer in reverse order", reversed),
        refused(
            "issuer-shorter",
            "the issuer lacks an RDN",
            Name::new(&[("O", "Example"), ("CN", "example-ca")]),
        ),
        refused("issuer-joined", "two RDNs of the issuer joined into one", joined),
        refused("issuer-beyond-ascii", "KELVIN SIGN is not the letter k", Name::example("e\u{212a}ample-ca")),
        refused("issuer-space-added", "a blank where the CA's name has none", Name::example("example -ca")),
    ]
}

/// Names that cannot be read.
fn unreadable() -> Vec<Case> {
    let issuer = |id: &str, description: &str, issuer: Name, code| {
        Case::unauthenticated(&format!("name/{id}"), description, issued_as(issuer), &[code])
    };
    let subject = |id: &str, description: &str, subject: Name| {
        let ca = authority::example();
        let client = ca
            .client()
            .with(|client| client.subject = subject)
            .extended(Extension::subject_alternative_names(&[dns("client-1.example.com")]));
        Case::refused(&format!("name/{id}"), description, ca.issue(&client), &["malformed_subject"])
    };
    vec![
        issuer("issuer-empty", "an issuer without any RDN", Name::empty(), "empty_issuer"),
        issuer("issuer-empty-rdn", "an empty RDN in the issuer", empty_rdn(), "malformed_issuer"),
        issuer("issuer-bad-utf8", "the issuer's common name is not UTF-8", bad_utf8(), "malformed_issuer"),
        issuer("issuer-odd-bmp", "a BMPString of three bytes in the issuer", odd_bmp(), "malformed_issuer"),
        subject("subject-empty-rdn", "an empty RDN in the subject", empty_rdn()),
        subject("subject-bad-utf8", "the subject's common name is not UTF-8", bad_utf8()),
        subject("subject-odd-bmp", "a BMPString of three bytes in the subject", odd_bmp()),
        subject("subject-without-value", "an attribute of the subject has no value", {
            let lone = der::sequence(&[der::object_identifier(oid::COMMON_NAME)]);
            Name::Raw(der::sequence(&[der::set(&[lone])]))
        }),
    ]
}

fn issued_as(issuer: Name) -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&ca.client().with(|client| client.issuer = issuer))
}

fn spaced() -> Authority {
    Authority::root(Name::example("example spaced ca"), key::p256_ca())
}

fn single(pair: (&str, &str)) -> Attribute {
    match Name::new(&[pair]) {
        Name::Attributes(mut attributes) => attributes.remove(0),
        Name::Raw(_) => unreachable!("a Name of attributes"),
    }
}

fn empty_rdn() -> Name {
    let empty: [Vec<u8>; 0] = [];
    Name::Raw(der::sequence(&[der::set(&[single(("CN", "client-1")).to_der()]), der::set(&empty)]))
}

fn bad_utf8() -> Name {
    common_name(UTF8_STRING, b"client-\xff")
}

fn odd_bmp() -> Name {
    common_name(0x1e, &[0, b'c', 0])
}

fn common_name(tag: u8, value: &[u8]) -> Name {
    Name::Attributes(vec![Attribute { oid: oid::COMMON_NAME, tag, value: value.to_vec() }])
}
