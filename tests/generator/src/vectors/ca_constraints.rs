//! CAs with name constraints that cannot be read, and with some that cannot be evaluated.

use super::ca_loading::{changed, refused_pem, with_subtrees};
use crate::ca_case::{CaCase, Format, warning};
use crate::der;
use crate::extension::{Extension, directory, dns, email, ip, other_name, uri};
use crate::oid;

pub(super) fn cases() -> Vec<CaCase> {
    [unreadable(), faulty()].into_iter().flatten().collect()
}

/// Name constraints that are not the DER of their type: never the fault of a client.
fn unreadable() -> Vec<CaCase> {
    let refused = |id: &str, description: &str, value: Vec<u8>| {
        let file = changed(|ca| ca.extended(Extension::new(oid::NAME_CONSTRAINTS, value).critical()));
        refused_pem(&format!("constraints-{id}"), description, file, "ca_name_constraints_malformed")
    };
    let list = |number: u8| der::explicit(number, &der::sequence(&[dns("example.com")]));
    let subtrees = |subtree: &[Vec<u8>]| der::sequence(&[der::explicit(0, &der::sequence(subtree))]);
    vec![
        refused("empty", "name constraints without lists", der::sequence::<Vec<u8>>(&[])),
        refused("empty-list", "a list without subtrees", der::sequence(&[der::explicit(0, &[])])),
        refused("reversed", "the excluded list before the permitted one", der::sequence(&[list(1), list(0)])),
        refused("twice", "the permitted list twice", der::sequence(&[list(0), list(0)])),
        refused("third-list", "a third list", der::sequence(&[list(0), list(1), list(2)])),
        refused("subtree-trailing", "NULL behind a base", subtrees(&[dns("example.com"), der::null()])),
        refused("base-missing", "a subtree without a base", subtrees(&[])),
        refused("base-of-no-form", "a base of no form", subtrees(&[vec![0x89, 1, b'x']])),
        refused(
            "base-not-a-name",
            "a directoryName that is no name",
            subtrees(&[directory(&[0x30, 2, 0x31, 0])]),
        ),
        refused("minimum-twice", "the minimum twice", {
            subtrees(&[dns("example.com"), der::implicit(0, &[0]), der::implicit(0, &[0])])
        }),
        refused("maximum-first", "the maximum before the minimum", {
            subtrees(&[dns("example.com"), der::implicit(1, &[1]), der::implicit(0, &[0])])
        }),
        refused(
            "minimum-empty",
            "a minimum without contents",
            subtrees(&[dns("example.com"), der::implicit(0, &[])]),
        ),
        refused(
            "minimum-negative",
            "a minimum of -1",
            subtrees(&[dns("example.com"), der::implicit(0, &[0xff])]),
        ),
        refused("minimum-padded", "a minimum of 0 in two bytes", {
            subtrees(&[dns("example.com"), der::implicit(0, &[0, 0])])
        }),
        refused(
            "trailing",
            "NULL behind the constraints",
            [subtrees(&[dns("a.example")]), der::null()].concat(),
        ),
    ]
}

/// Constraints that load with a warning, for no leaf with a name of their form is verified.
fn faulty() -> Vec<CaCase> {
    let some_names = |id: &str, description: &str, subtree: &[Vec<u8>]| {
        let file = with_subtrees(&[der::sequence(subtree)]);
        let description = format!("a name constraint with {description}");
        let code = warning::NAME_CONSTRAINTS_REFUSE_SOME_NAMES;
        CaCase::loads(&format!("ca/{id}"), &description, Format::Pem, file.into_bytes(), &[code])
    };
    vec![
        some_names("minimum-1", "a minimum that is not 0", &[dns("example.com"), der::implicit(0, &[1])]),
        some_names("maximum", "a maximum", &[dns("example.com"), der::implicit(1, &[9])]),
        some_names(
            "other-name-constraint",
            "a form without a rule",
            &[other_name(oid::USER_PRINCIPAL_NAME, &der::null())],
        ),
        some_names("wildcard-constraint", "a wildcard in a host", &[dns("*.example.com")]),
        some_names(
            "wildcard-mailbox-constraint",
            "a wildcard in the host of mailboxes",
            &[email("*.example.com")],
        ),
        some_names(
            "uri-constraint-with-scheme",
            "a whole URI in the place of its host",
            &[uri("https://example.com")],
        ),
        some_names("uri-constraint-address", "an address as the host of URIs", &[uri("192.0.2.1")]),
        some_names("email-constraint-empty", "an empty permitted mailbox", &[email("")]),
        some_names("constraint-beyond-ascii", "a host beyond ASCII", &[dns("\u{fc}.example")]),
        some_names("constraint-final-dot", "a permitted host with a final dot", &[dns("example.com.")]),
        some_names(
            "mask-with-a-hole",
            "a mask that is not contiguous",
            &[ip(&[10, 0, 0, 0, 255, 0, 255, 0])],
        ),
        some_names("address-constraint-size", "an address without a mask", &[ip(&[10, 0, 0, 0])]),
    ]
}
