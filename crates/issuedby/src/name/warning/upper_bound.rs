//! The longest values.

use crate::name::rdn::Attribute;

/// The most characters that RFC 5280 appendix A.1 allows in a value of this type, for the types that it
/// bounds.
pub(super) fn of(attribute: &Attribute<'_>) -> Option<usize> {
    Some(match attribute.keyword()? {
        // ub-country-name-alpha-length
        "C" => 2,
        // ub-common-name, ub-organization-name, ub-organizational-unit-name, ub-title, ub-serial-number
        "CN" | "O" | "OU" | "title" | "serialNumber" => 64,
        // ub-locality-name, ub-state-name, ub-pseudonym
        "L" | "ST" | "pseudonym" => 128,
        // ub-emailaddress-length
        "emailAddress" => 255,
        // ub-name
        "name" | "SN" | "GN" | "initials" | "generationQualifier" => 32_768,
        _ => return None,
    })
}
