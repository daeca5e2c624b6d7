//! Outputs of calls: reset whatever happens, and set only by success.

use std::ptr;

use issuedby_c_abi::c_types::{issuedby_str, issuedby_string};
use issuedby_c_abi::failure::issuedby_result;
use issuedby_c_abi::strings::{issuedby_string_code, issuedby_string_free};

use super::Machine;

/// The outputs of a call.
pub(super) struct Made<T> {
    pub(super) result: issuedby_result,
    /// The output; NULL where there is none.
    pub(super) value: *mut T,
    /// True if the caller gave a place for it.
    pub(super) has_place: bool,
}

impl Machine<'_> {
    /// Makes a call with places for its output and its error, or with NULL for either, and checks the error.
    pub(super) fn call<T>(
        &mut self,
        call: impl FnOnce(*mut *mut T, *mut *mut issuedby_string) -> issuedby_result,
    ) -> Made<T> {
        let places = self.reader.byte();
        let (has_place, has_error_place) = (places != 0xff, places & 0x80 == 0);
        // What an earlier call might have left there.
        let mut value: *mut T = ptr::dangling_mut();
        let mut error: *mut issuedby_string = ptr::dangling_mut();
        let value_place = if has_place { &raw mut value } else { ptr::null_mut() };
        let error_place = if has_error_place { &raw mut error } else { ptr::null_mut() };
        let result = call(value_place, error_place);
        assert_ne!(result, issuedby_result::ISSUEDBY_PANIC);
        if has_error_place {
            assert_eq!(error.is_null(), result == issuedby_result::ISSUEDBY_OK, "{result:?}");
        }
        if has_error_place && !error.is_null() {
            // SAFETY: the library has just made it.
            let code = text(unsafe { issuedby_string_code(error) });
            assert!(!code.is_empty());
            assert!(!take_string(error).is_empty());
        }
        Made { result, value: if has_place { value } else { ptr::null_mut() }, has_place }
    }
}

impl<T> Made<T> {
    /// The output, which is there exactly where the call succeeded, as it had to.
    pub(super) fn expect(self, succeeds: bool) -> Option<*mut T> {
        let succeeds = succeeds && self.has_place;
        assert_eq!(self.result == issuedby_result::ISSUEDBY_OK, succeeds, "{:?}", self.result);
        assert_ne!(self.result, issuedby_result::ISSUEDBY_REJECTED);
        assert_eq!(self.value.is_null(), !succeeds);
        succeeds.then_some(self.value)
    }
}

/// The text of a string that the library lends.
pub(super) fn text<'a>(borrowed: issuedby_str) -> &'a str {
    assert!(!borrowed.data.is_null());
    // SAFETY: the library says that so many bytes and a NUL are there, as long as the handle.
    let bytes = unsafe { std::slice::from_raw_parts(borrowed.data.cast::<u8>(), borrowed.len + 1) };
    let (nul, text) = bytes.split_last().expect("the NUL");
    assert_eq!(*nul, 0);
    str::from_utf8(text).expect("UTF-8")
}

/// The bytes of a string that the library made, which is freed.
pub(super) fn take_string(string: *mut issuedby_string) -> Vec<u8> {
    // SAFETY: the caller has it from the library, and nothing else uses it.
    unsafe {
        let bytes = std::slice::from_raw_parts((*string).data.cast::<u8>(), (*string).len + 1);
        let (nul, bytes) = bytes.split_last().expect("the NUL");
        assert_eq!(*nul, 0);
        let bytes = bytes.to_vec();
        issuedby_string_free(string);
        bytes
    }
}
