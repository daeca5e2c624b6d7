//! The plain types that cross: strings, bytes and header lines, borrowed or owned.

use std::ffi::c_char;
use std::fmt::{Display, Write};
use std::ptr;

/// The size of fingerprints and ordinary names, so that they are written without growing.
const ORDINARY_BYTES: usize = 128;

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
    /// The number of bytes, without the NUL.
    pub len: usize,
}

/// Bytes that are borrowed as an issuedby_str is. `data` is NULL where there is nothing.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct issuedby_bytes {
    /// The first byte.
    pub data: *const u8,
    /// The number of bytes.
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
    /// The number of bytes, without the NUL.
    pub len: usize,
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

/// A text with a NUL after it.
pub(super) fn terminated(value: impl Display) -> String {
    let mut text = String::with_capacity(ORDINARY_BYTES);
    // Writing to a String cannot fail.
    let _ = write!(text, "{value}\0");
    text
}
