//! Strings that C owns.

use std::fmt::Display;

use super::c_types::{issuedby_string, terminated};
use super::ca_bundle::UnfitList;
use super::failure::Failure;

/// The object to which a pointer to an issuedby_string really points.
#[repr(C)]
pub(super) struct OwnedString {
    /// The fields that C sees. The library does not read them again.
    visible: issuedby_string,
    tag: u64,
    /// The details of an error, each with a NUL; empty where the string is no error.
    details: Details,
    /// The bytes to which `visible` points.
    _bytes: Vec<u8>,
}

/// The details of an error as C reads them.
#[derive(Default)]
pub(super) struct Details {
    pub(super) code: String,
    pub(super) remedy: String,
    pub(super) suggestion: String,
    pub(super) position: Option<usize>,
    pub(super) unfit: Option<Box<UnfitList>>,
}

impl OwnedString {
    const TAG: u64 = u64::from_be_bytes(*b"ib/strng");

    /// Bytes that C will get.
    pub(super) fn of_bytes(mut bytes: Vec<u8>) -> Box<Self> {
        bytes.push(0);
        Self::of_terminated(bytes, Details::default())
    }

    /// A text that C will get.
    pub(super) fn printed(value: impl Display) -> Box<Self> {
        Self::of_terminated(terminated(value).into_bytes(), Details::default())
    }

    pub(super) fn of_failure(failure: Failure) -> Box<Self> {
        let mut bytes = failure.message.into_bytes();
        bytes.push(0);
        let details = Details {
            code: terminated(failure.code),
            remedy: failure.remedy.map(terminated).unwrap_or_default(),
            suggestion: failure.suggestion.map(terminated).unwrap_or_default(),
            position: failure.position,
            unfit: failure.unfit,
        };
        Self::of_terminated(bytes, details)
    }

    fn of_terminated(bytes: Vec<u8>, details: Details) -> Box<Self> {
        let len = bytes.len().saturating_sub(1);
        let visible = issuedby_string { data: bytes.as_ptr().cast(), len };
        Box::new(Self { visible, tag: Self::TAG, details, _bytes: bytes })
    }

    /// The details of an error; `None` for a pointer that is no string of this library.
    ///
    /// # Safety
    ///
    /// As [`Self::of`], and the string is not freed while the details are used.
    pub(super) unsafe fn details<'a>(pointer: *const issuedby_string) -> Option<&'a Details> {
        // SAFETY: the caller's promise is the same.
        let string = unsafe { Self::of(pointer) }?;
        // SAFETY: it has the tag of a string, and the caller says that it lives long enough.
        Some(unsafe { &(*string).details })
    }

    /// Frees a string; a pointer that is no string of this library is left alone.
    ///
    /// # Safety
    ///
    /// As [`Self::of`], and nothing uses the string any more.
    pub(super) unsafe fn free(pointer: *mut issuedby_string) {
        // SAFETY: the caller's promise is the same.
        if unsafe { Self::of(pointer) }.is_none() {
            return;
        }
        let string = pointer.cast::<Self>();
        // SAFETY: it came from `Box::into_raw` in this library, and nothing uses it any more. The tag is removed
        // first, as that of a handle is.
        unsafe {
            (&raw mut (*string).tag).write_volatile(0);
            drop(Box::from_raw(string));
        }
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
