//! Name constraints that a CA must not have, and what its leaves get.

use super::name_constraints::Expect::{Accepted, Unsupported, Violated};
use super::name_constraints::Group;
use crate::case::Case;
use crate::der;
use crate::extension::{Extension, directory, dns, email, ip, uri};
use crate::name::Name;
use crate::oid;

/// The constraints that a CA must not have: its leaves with a name of that form are refused, and all others are not.
pub(super) fn cases() -> Vec<Case> {
    let subtree = |parts: &[Vec<u8>]| der::sequence(parts);
    let permitted = |subtrees: &[Vec<u8>]| {
        let value = der::sequence(&[der::explicit(0, &der::concatenate(subtrees))]);
        Extension::new(oid::NAME_CONSTRAINTS, value).critical()
    };
    let excluded = |subtrees: &[Vec<u8>]| {
        let value = der::sequence(&[der::explicit(1, &der::concatenate(subtrees))]);
        Extension::new(oid::NAME_CONSTRAINTS, value).critical()
    };
    let host = || dns("example.com");
    let zero = || der::implicit(0, &[0]);
    let written = Group::of("minimum-0-written", permitted(&[subtree(&[host(), zero()])]));
    let minimum = Group::of("minimum-1", permitted(&[subtree(&[host(), der::implicit(0, &[1])])]));
    let maximum = Group::of("maximum", excluded(&[subtree(&[host(), zero(), der::implicit(1, &[9])])]));
    let wildcard = Group::of("wildcard-base", permitted(&[subtree(&[dns("*.example.com")])]));
    let at_sign = Group::of("email-base-without-local-part", permitted(&[subtree(&[email("@example.com")])]));
    let whole_uri = Group::of("uri-base-with-scheme", permitted(&[subtree(&[uri("https://example.com")])]));
    let mask_and_range = Group::of(
        "mask-with-a-hole-beside-a-range",
        Extension::name_constraints(
            &[ip(&[10, 0, 0, 0, 255, 0, 255, 0])],
            &[ip(&[192, 0, 2, 0, 255, 255, 255, 0])],
        ),
    );
    let mask = Group::of("mask-with-a-hole", excluded(&[subtree(&[ip(&[10, 0, 0, 0, 255, 0, 255, 0])])]));
    let size = Group::of("address-of-5-bytes", permitted(&[subtree(&[ip(&[10, 0, 0, 0, 8])])]));
    let dot = Group::of("excluded-base-with-final-dot", excluded(&[subtree(&[dns("evil.test.")])]));
    let permitted_dot =
        Group::of("permitted-base-with-final-dot", permitted(&[subtree(&[dns("example.com.")])]));
    let directory_minimum = Group::of(
        "directory-minimum-1",
        permitted(&[subtree(&[directory(&Name::new(&[("C", "US")]).to_der()), der::implicit(0, &[1])])]),
    );
    let inside = [dns("a.example.com")];
    let elsewhere = [uri("urn:x")];
    vec![
        written.names("inside", Accepted, &inside),
        written.names("outside", Violated, &[dns("example.org")]),
        minimum.names("inside", Unsupported, &inside),
        minimum.names("absent", Accepted, &elsewhere),
        maximum.names("outside", Unsupported, &[dns("example.org")]),
        maximum.names("absent", Accepted, &elsewhere),
        wildcard.names("inside", Unsupported, &inside),
        wildcard.names("absent", Accepted, &elsewhere),
        at_sign.names("inside", Unsupported, &[email("a@example.com")]),
        at_sign.names("absent", Accepted, &elsewhere),
        whole_uri.names("inside", Unsupported, &[uri("https://example.com/")]),
        whole_uri.names("absent", Accepted, &inside),
        mask.names("outside", Unsupported, &[ip(&[192, 0, 2, 1])]),
        mask.names("absent", Accepted, &inside),
        // webpki gets the range alone, and refuses such an address as unreadable.
        mask_and_range.names("address-of-3-bytes", Unsupported, &[ip(&[10, 0, 0])]),
        size.names("inside", Unsupported, &[ip(&[10, 0, 0, 8])]),
        size.names("absent", Accepted, &inside),
        dot.names("inside", Violated, &[dns("a.evil.test")]),
        dot.names("outside", Accepted, &inside),
        permitted_dot.names("inside", Unsupported, &inside),
        directory_minimum.subject("any-subject", Unsupported, Name::example("client-1")),
        directory_minimum.case("empty-subject", Accepted, Name::empty(), &inside),
    ]
}
