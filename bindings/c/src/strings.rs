//! Strings: borrowed from a handle, or owned by C.

use std::ffi::c_char;
use std::fmt::Display;
use std::ptr;

use super::failure::Failure;
use super::guard;
use super::output::IntoC;
use super::text::terminated;

/// A text that is borrowed: from the handle that it was asked of, for as long as that lives, or from the library
/// for ever.
///
/// What the library gives is UTF-8, almost always ASCII, with a NUL after its `len` bytes; `data` is then never
/// NULL. What is passed in needs no NUL.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct issuedby_str {
    /// The first byte.
    pub data: *const c_char,
    /// How many bytes, without the NUL.
    pub len: usize,
}

/// Bytes that are borrowed as an issuedby_str is. `data` is NULL where there is nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct issuedby_bytes {
    /// The first byte.
    pub data: *const u8,
    /// How many bytes.
    pub len: usize,
}

/// One line of a message's header.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct issuedby_header {
    /// The name of the field.
    pub name: issuedby_str,
    /// Its value, without the spaces around it.
    pub value: issuedby_str,
}

/// A text, or bytes, that belong to the caller, who frees them with issuedby_string_free.
///
/// There is a NUL after the `len` bytes. Only the library makes these: never put one together.
#[repr(C)]
pub struct issuedby_string {
    /// The first byte.
    pub data: *const c_char,
    /// How many bytes, without the NUL.
    pub len: usize,
}

/// What a pointer to an issuedby_string really points to.
#[repr(C)]
pub(super) struct OwnedString {
    /// What C sees. Nothing here is believed again.
    visible: issuedby_string,
    tag: u64,
    /// The stable code of an error, with a NUL; empty where the string is none.
    code: String,
    /// What `visible` points to.
    _bytes: Vec<u8>,
}

impl issuedby_str {
    /// The empty text.
    pub(super) const EMPTY: Self = Self { data: c"".as_ptr(), len: 0 };

    /// A text that ends in a NUL, which is not counted.
    pub(super) fn of_terminated(text: &str) -> Self {
        match text.strip_suffix('\0') {
            // The pointer is that of the whole text: C reads the NUL too.
            Some(inside) => Self { data: text.as_ptr().cast(), len: inside.len() },
            None => Self::EMPTY,
        }
    }
}

impl issuedby_bytes {
    /// Nothing.
    pub(super) const NOTHING: Self = Self { data: ptr::null(), len: 0 };

    pub(super) fn of(bytes: Option<&[u8]>) -> Self {
        bytes.map_or(Self::NOTHING, |bytes| Self { data: bytes.as_ptr(), len: bytes.len() })
    }
}

impl OwnedString {
    const TAG: u64 = u64::from_be_bytes(*b"ib/strng");

    /// Bytes that are to be given to C.
    pub(super) fn of_bytes(mut bytes: Vec<u8>) -> Box<Self> {
        bytes.push(0);
        Self::of_terminated(bytes, String::new())
    }

    /// A text that is to be given to C.
    pub(super) fn printed(value: impl Display) -> Box<Self> {
        Self::of_terminated(terminated(value).into_bytes(), String::new())
    }

    pub(super) fn of_failure(failure: Failure) -> Box<Self> {
        let mut bytes = failure.message.into_bytes();
        bytes.push(0);
        Self::of_terminated(bytes, terminated(failure.code))
    }

    fn of_terminated(bytes: Vec<u8>, code: String) -> Box<Self> {
        let len = bytes.len().saturating_sub(1);
        let visible = issuedby_string { data: bytes.as_ptr().cast(), len };
        Box::new(Self { visible, tag: Self::TAG, code, _bytes: bytes })
    }

    /// The string behind a pointer, if it is one.
    ///
    /// # Safety
    ///
    /// `pointer` is NULL, or a string that this library made and that was not freed.
    unsafe fn of(pointer: *const issuedby_string) -> Option<*const Self> {
        let string = pointer.cast::<Self>();
        if string.is_null() || !string.is_aligned() {
            return None;
        }
        // SAFETY: the caller says that it is a whole string.
        let tag = unsafe { (&raw const (*string).tag).read() };
        (tag == Self::TAG).then_some(string)
    }
}

impl IntoC for Box<OwnedString> {
    type C = *mut issuedby_string;

    fn into_c(self) -> *mut issuedby_string {
        Box::into_raw(self).cast()
    }
}

/// The stable code of an error: of a refusal and of a CA the reason's code such as `not_a_ca`, of others a word
/// such as `null_argument` or `sha1`. Empty for NULL and for strings that are no error.
///
/// The code lives as long as the error.
///
/// # Safety
///
/// `error` is NULL, or a string of this library that was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_string_code(error: *const issuedby_string) -> issuedby_str {
    guard::infallible(issuedby_str::EMPTY, || {
        // SAFETY: the caller's promise is the same.
        let Some(string) = (unsafe { OwnedString::of(error) }) else { return issuedby_str::EMPTY };
        // SAFETY: it has the tag of a string, and was not freed.
        let code = unsafe { &(*string).code };
        issuedby_str::of_terminated(code)
    })
}

/// Frees a string. NULL is left alone.
///
/// # Safety
///
/// `string` is NULL, or a string of this library that was not freed, and nothing uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_string_free(string: *mut issuedby_string) {
    guard::infallible((), || {
        // SAFETY: the caller's promise is the same.
        if unsafe { OwnedString::of(string) }.is_none() {
            return;
        }
        let string = string.cast::<OwnedString>();
        // SAFETY: it came from `Box::into_raw` in this library, and nothing uses it any more. The tag is removed
        // first, as that of a handle is.
        unsafe {
            (&raw mut (*string).tag).write_volatile(0);
            drop(Box::from_raw(string));
        }
    });
}
