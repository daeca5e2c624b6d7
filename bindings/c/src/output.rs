//! The pointer to which a call writes its result.

use std::ptr;

use super::c_types::issuedby_string;
use super::failure::Failure;
use super::owned_string::OwnedString;

/// An output argument, already reset.
pub(super) struct Output<T> {
    argument: &'static str,
    pointer: *mut T,
}

/// The pointer to which a result is written, known not to be NULL.
pub(super) struct Slot<T>(*mut T);

/// The pointer to which an error is written, if the caller passed one.
pub(super) struct ErrorSlot(*mut *mut issuedby_string);

/// A value that changes its form when C owns it.
pub(super) trait IntoC {
    /// The value that C gets.
    type C;

    fn into_c(self) -> Self::C;
}

impl<T> Output<T> {
    /// Takes an output argument, and resets it, so that nothing stale is read from it whatever happens.
    ///
    /// # Safety
    ///
    /// `pointer` is NULL, or may be written until the call returns.
    pub(super) unsafe fn reset(argument: &'static str, pointer: *mut T, empty: T) -> Self {
        if !pointer.is_null() {
            // SAFETY: it is not NULL, so that the caller says it may be written.
            unsafe { pointer.write(empty) };
        }
        Self { argument, pointer }
    }

    /// The place, if there is one.
    pub(super) fn optional(self) -> Option<Slot<T>> {
        (!self.pointer.is_null()).then_some(Slot(self.pointer))
    }

    /// The place, which must be there.
    pub(super) fn required(self) -> Result<Slot<T>, Failure> {
        let argument = self.argument;
        self.optional().ok_or_else(|| Failure::null(argument))
    }
}

impl<T> Output<*mut T> {
    /// As [`Output::reset`], for something that C will own: NULL until it is made.
    ///
    /// # Safety
    ///
    /// As [`Output::reset`].
    pub(super) unsafe fn reset_to_null(argument: &'static str, pointer: *mut *mut T) -> Self {
        // SAFETY: the caller's promise is the same.
        unsafe { Self::reset(argument, pointer, ptr::null_mut()) }
    }
}

impl<T> Slot<T> {
    pub(super) fn set(self, value: T) {
        // SAFETY: a slot is made from an output that is not NULL and may be written until the call returns.
        unsafe { self.0.write(value) };
    }
}

impl ErrorSlot {
    /// Takes the last argument of a call, and resets it.
    ///
    /// # Safety
    ///
    /// `pointer` is NULL, or may be written until the call returns.
    pub(super) unsafe fn reset(pointer: *mut *mut issuedby_string) -> Self {
        // SAFETY: the caller's promise is the same.
        unsafe { Output::reset_to_null("error", pointer) };
        Self(pointer)
    }

    /// True if anybody wants to know.
    pub(super) fn is_wanted(&self) -> bool {
        !self.0.is_null()
    }

    pub(super) fn set(self, failure: Failure) {
        if self.is_wanted() {
            let error = OwnedString::of_failure(failure).into_c();
            // SAFETY: it is not NULL, and may be written until the call returns.
            unsafe { self.0.write(error) };
        }
    }
}

impl IntoC for Box<OwnedString> {
    type C = *mut issuedby_string;

    fn into_c(self) -> *mut issuedby_string {
        Box::into_raw(self).cast()
    }
}

impl IntoC for bool {
    type C = Self;

    fn into_c(self) -> Self {
        self
    }
}
