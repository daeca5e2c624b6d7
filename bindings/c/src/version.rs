//! The version.

use super::c_types::issuedby_str;
use super::guard;

/// The version of the library that is loaded, as `0.1.0`; ISSUEDBY_VERSION is that of the header. The text lives
/// for ever.
#[unsafe(no_mangle)]
pub extern "C" fn issuedby_version() -> issuedby_str {
    guard::infallible(issuedby_str::EMPTY, || {
        issuedby_str::of_terminated(concat!(env!("CARGO_PKG_VERSION"), "\0"))
    })
}
