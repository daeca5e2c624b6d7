//! Functions on strings that C owns: the details of an error, and freeing.

use super::c_types::{issuedby_str, issuedby_string};
use super::guard;
use super::owned_string::{Details, OwnedString};

/// The position of an error that has none.
pub const ISSUEDBY_NO_POSITION: i64 = -1;

/// Gets the stable code of an error: for a refusal and for a CA the reason's code, such as `not_a_ca`; for other errors a
/// word such as `null_argument` or `sha1`. Empty for NULL and for strings that are no error.
///
/// The string of the error itself is the message. Code, remedy and suggestion live as long as the error.
///
/// # Safety
///
/// `error` is NULL, or a string of this library that was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_string_code(error: *const issuedby_string) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { detail(error, |details| &details.code) }
}

/// Gets the step that mends the input of an error, as a sentence without a final period; empty if there is none.
///
/// # Safety
///
/// As for issuedby_string_code.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_string_remedy(error: *const issuedby_string) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { detail(error, |details| &details.remedy) }
}

/// Gets the text to write instead: the closest accepted word, or the value to paste; empty if there is none.
///
/// # Safety
///
/// As for issuedby_string_code.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_string_suggestion(error: *const issuedby_string) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { detail(error, |details| &details.suggestion) }
}

/// Gets the byte of the input at which an error is, counted from 0; ISSUEDBY_NO_POSITION if no single place is wrong.
///
/// # Safety
///
/// As for issuedby_string_code.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_string_position(error: *const issuedby_string) -> i64 {
    guard::infallible(ISSUEDBY_NO_POSITION, || {
        // SAFETY: the caller's promise is the same.
        let position = unsafe { OwnedString::details(error) }.and_then(|details| details.position);
        position.and_then(|position| i64::try_from(position).ok()).unwrap_or(ISSUEDBY_NO_POSITION)
    })
}

/// Frees a string. NULL is left alone.
///
/// # Safety
///
/// `string` is NULL, or a string of this library that was not freed, and nothing uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_string_free(string: *mut issuedby_string) {
    // SAFETY: the caller's promise is the same.
    guard::infallible((), || unsafe { OwnedString::free(string) });
}

/// A text among the details of an error; empty where there is no error.
///
/// # Safety
///
/// As for issuedby_string_code.
unsafe fn detail(error: *const issuedby_string, text: impl FnOnce(&Details) -> &String) -> issuedby_str {
    guard::infallible(issuedby_str::EMPTY, || {
        // SAFETY: the caller's promise is the same.
        let details = unsafe { OwnedString::details(error) };
        details.map_or(issuedby_str::EMPTY, |details| issuedby_str::of_terminated(text(details)))
    })
}
