//! Handles: what C owns and cannot look into.

use super::c_types::issuedby_str;
use super::failure::Failure;
use super::guard;
use super::output::IntoC;

/// A type that C knows by name only. It is never made: pointers to it are pointers to a [`Handle`].
pub(super) trait Opaque: Sized {
    /// The object behind the pointer: never changed, so that any number of threads may use it.
    type Inner: Send + Sync;

    /// Eight bytes that no other type has.
    const TAG: u64;

    /// Its name in errors.
    const KIND: &'static str;
}

/// The object to which a pointer to a `T` really points.
#[repr(C)]
pub(super) struct Handle<T: Opaque> {
    /// Tells a handle of another type, zeroed memory and, as long as nothing else is there, one that was freed.
    tag: u64,
    inner: T::Inner,
}

impl<T: Opaque> Handle<T> {
    pub(super) fn new(inner: T::Inner) -> Box<Self> {
        Box::new(Self { tag: T::TAG, inner })
    }

    /// The handle behind a pointer, if it is one.
    ///
    /// # Safety
    ///
    /// `pointer` is NULL or points to eight bytes that may be read.
    unsafe fn of(pointer: *const T) -> Option<*const Self> {
        let handle = pointer.cast::<Self>();
        if handle.is_null() || !handle.is_aligned() {
            return None;
        }
        // SAFETY: the tag stands first; the caller says that its eight bytes may be read.
        let tag = unsafe { (&raw const (*handle).tag).read() };
        (tag == T::TAG).then_some(handle)
    }
}

/// The object behind a handle, which must not be NULL.
///
/// # Safety
///
/// `pointer` is NULL, or points to eight bytes that may be read; if they are the tag of `T` it came from this
/// library and is not freed before the call returns.
pub(super) unsafe fn borrow<'a, T: Opaque>(
    argument: &'static str,
    pointer: *const T,
) -> Result<&'a T::Inner, Failure> {
    // SAFETY: the caller's promise is the same.
    match unsafe { peek(pointer) } {
        Some(inner) => Ok(inner),
        None if pointer.is_null() => Err(Failure::null(argument)),
        None => Err(Failure::invalid_handle(argument, T::KIND)),
    }
}

/// The object behind a handle, if it is one.
///
/// # Safety
///
/// As [`borrow`].
unsafe fn peek<'a, T: Opaque>(pointer: *const T) -> Option<&'a T::Inner> {
    // SAFETY: the caller's promise is the same.
    let handle = unsafe { Handle::of(pointer) }?;
    // SAFETY: it has the tag of `T`: the caller says that it came from this library and lives long enough. Nothing
    // writes to it before it is freed.
    Some(unsafe { &(*handle).inner })
}

/// The result of `read` on the object behind a handle; `otherwise` if there is none, or if `read` panics.
///
/// # Safety
///
/// As [`borrow`].
pub(super) unsafe fn read<T: Opaque, R: Copy>(
    pointer: *const T,
    otherwise: R,
    read: impl FnOnce(&T::Inner) -> R,
) -> R {
    guard::infallible(otherwise, || {
        // SAFETY: the caller's promise is the same.
        unsafe { peek(pointer) }.map_or(otherwise, read)
    })
}

/// The text that `text` finds behind a handle; empty where there is none.
///
/// # Safety
///
/// As [`borrow`].
pub(super) unsafe fn text<T: Opaque>(
    pointer: *const T,
    text: impl FnOnce(&T::Inner) -> issuedby_str,
) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { read(pointer, issuedby_str::EMPTY, text) }
}

/// Frees a handle; anything else is left alone.
///
/// # Safety
///
/// As [`borrow`], and nothing uses the handle any more.
pub(super) unsafe fn free<T: Opaque>(pointer: *mut T) {
    guard::infallible((), || {
        // SAFETY: the caller's promise is the same.
        if unsafe { Handle::of(pointer) }.is_none() {
            return;
        }
        let handle = pointer.cast::<Handle<T>>();
        // SAFETY: it came from `Box::into_raw` in this library, and nothing uses it any more. The tag is removed
        // first, and visibly so: what the allocator leaves there must not look like a handle.
        unsafe {
            (&raw mut (*handle).tag).write_volatile(0);
            drop(Box::from_raw(handle));
        }
    });
}

impl<T: Opaque> IntoC for Box<Handle<T>> {
    type C = *mut T;

    fn into_c(self) -> *mut T {
        Box::into_raw(self).cast()
    }
}
