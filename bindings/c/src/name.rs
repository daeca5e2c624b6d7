//! Distinguished Names.

use std::ffi::c_char;

use issuedby::DistinguishedName;
use issuedby::name::{MatchLevel, NameError, NameTextError};

use super::c_types::issuedby_string;
use super::failure::{Failure, issuedby_result};
use super::guard;
use super::input;
use super::output::{ErrorSlot, IntoC, Output};
use super::owned_string::OwnedString;

/// The level of agreement of two names. They match from ISSUEDBY_MATCH_EQUAL on.
#[repr(C)]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum issuedby_match {
    /// The names differ.
    ISSUEDBY_MATCH_DIFFERENT = 0,
    /// The same attributes, grouped into RDNs otherwise. The names do not match.
    ISSUEDBY_MATCH_REGROUPED = 1,
    /// The same RDNs in another order. The names do not match.
    ISSUEDBY_MATCH_REORDERED = 2,
    /// The names are equal.
    ISSUEDBY_MATCH_EQUAL = 3,
    /// The names are equal and are printed alike.
    ISSUEDBY_MATCH_IDENTICAL = 4,
}

impl From<MatchLevel> for issuedby_match {
    fn from(level: MatchLevel) -> Self {
        match level {
            MatchLevel::Different => Self::ISSUEDBY_MATCH_DIFFERENT,
            MatchLevel::Regrouped => Self::ISSUEDBY_MATCH_REGROUPED,
            MatchLevel::Reordered => Self::ISSUEDBY_MATCH_REORDERED,
            MatchLevel::Equal => Self::ISSUEDBY_MATCH_EQUAL,
            MatchLevel::Identical => Self::ISSUEDBY_MATCH_IDENTICAL,
        }
    }
}

impl From<NameTextError> for Failure {
    fn from(error: NameTextError) -> Self {
        Self::of(issuedby_result::ISSUEDBY_MALFORMED_NAME, &error)
    }
}

impl From<NameError> for Failure {
    fn from(error: NameError) -> Self {
        Self::of(issuedby_result::ISSUEDBY_MALFORMED_NAME, &error)
    }
}

/// Tells whether two names, given as people paste them, are equal: structures are compared, never text.
///
/// # Safety
///
/// `a` and `b` are NULL or have as many bytes as their lengths say; `equal` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_dn_equal(
    a: *const c_char,
    a_len: usize,
    b: *const c_char,
    b_len: usize,
    equal: *mut bool,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (equal, error) = unsafe { (Output::reset("equal", equal, false), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = equal.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let (a, b) = unsafe { (name("a", a, a_len)?, name("b", b, b_len)?) };
        Ok((slot, a == b))
    })
}

/// Compares the expected name, such as a `certIssuerDN`, with the found name, such as the issuer of
/// a certificate.
///
/// `comparison` is JSON with `level`, `matches`, `hints`, `hint`, `suggestion` and `differences`; `level` may be NULL.
///
/// # Safety
///
/// `expected` and `found` are NULL or have as many bytes as their lengths say; `level`, `comparison` and `error` are
/// NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_dn_compare(
    expected: *const c_char,
    expected_len: usize,
    found: *const c_char,
    found_len: usize,
    level: *mut issuedby_match,
    comparison: *mut *mut issuedby_string,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that all three may be written.
    let (level, comparison, error) = unsafe {
        (
            Output::reset("level", level, issuedby_match::ISSUEDBY_MATCH_DIFFERENT),
            Output::reset_to_null("comparison", comparison),
            ErrorSlot::reset(error),
        )
    };
    let level = level.optional();
    let work = || {
        let slot = comparison.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let (expected, found) =
            unsafe { (name("expected", expected, expected_len)?, name("found", found, found_len)?) };
        let compared = expected.compare(&found);
        Ok((slot, OwnedString::printed(compared.to_json()), compared.level()))
    };
    guard::fallible_with(error, work, |(slot, comparison, found)| {
        slot.set(comparison.into_c());
        if let Some(level) = level {
            level.set(found.into());
        }
        None
    })
}

/// Gives the normal form of a name as text: equal texts exactly where names are equal.
///
/// # Safety
///
/// `dn` is NULL or has `len` bytes; `normalized` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_dn_normalize(
    dn: *const c_char,
    len: usize,
    normalized: *mut *mut issuedby_string,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (normalized, error) =
        unsafe { (Output::reset_to_null("normalized", normalized), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = normalized.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let name = unsafe { name("dn", dn, len) }?;
        Ok((slot, OwnedString::printed(name.to_normalized_string())))
    })
}

/// Prints a Name in DER, SEQUENCE header included, as RFC 4514 in ASCII: what a person pastes as `certIssuerDN`.
///
/// # Safety
///
/// `der` is NULL or has `len` bytes; `dn` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_dn_from_der(
    der: *const u8,
    len: usize,
    dn: *mut *mut issuedby_string,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (dn, error) = unsafe { (Output::reset_to_null("dn", dn), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = dn.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let der = unsafe { input::bytes("der", der, len) }?;
        Ok((slot, OwnedString::printed(issuedby::name::Name::from_der(der)?)))
    })
}

/// A name given as text.
///
/// # Safety
///
/// `data` is NULL or has `len` bytes.
unsafe fn name(
    argument: &'static str,
    data: *const c_char,
    len: usize,
) -> Result<DistinguishedName, Failure> {
    // SAFETY: the caller says that so many bytes may be read.
    let text = unsafe { input::bytes(argument, data.cast(), len) }?;
    Ok(DistinguishedName::parse(text)?.into_name())
}
