//! Reasons: their numbers and codes.

use std::sync::LazyLock;

use issuedby::Reason;

use super::c_types::{issuedby_str, terminated};
use super::guard;

/// The number of a reason: one of the ISSUEDBY_REASON constants, or a later one. 0 is no reason.
pub type issuedby_reason = u16;

/// No reason.
pub(super) const NO_REASON: issuedby_reason = 0;

/// The reason of NULL, as its status is NONE: "no reason" would read as a success.
pub(super) const NOTHING_PRESENTED: issuedby_reason = Reason::NoCertificate.number();

static CODES: LazyLock<Vec<(issuedby_reason, String)>> =
    LazyLock::new(|| Reason::ALL.iter().map(|reason| (reason.number(), terminated(reason.code()))).collect());

pub(super) fn number(reason: Option<Reason>) -> issuedby_reason {
    reason.map_or(NO_REASON, Reason::number)
}

/// The code of a reason, as it stands in JSON, headers and logs: `expired`. Empty for a number that is no reason.
/// The text lives for ever.
#[unsafe(no_mangle)]
pub extern "C" fn issuedby_reason_name(reason: issuedby_reason) -> issuedby_str {
    guard::infallible(issuedby_str::EMPTY, || {
        let found = CODES.iter().find(|(number, _)| *number == reason);
        found.map_or(issuedby_str::EMPTY, |(_, code)| issuedby_str::of_terminated(code))
    })
}
