//! The arguments that C passes: pointers and lengths, checked before anything is read.

use std::slice;

use super::c_types::{issuedby_bytes, issuedby_header};
use super::failure::Failure;

/// The name and the value of a header line.
pub(super) type HeaderLine<'a> = (&'a [u8], &'a [u8]);

/// Bytes that must be there.
///
/// # Safety
///
/// `data` is NULL, or `len` bytes may be read there and do not change until the call returns.
pub(super) unsafe fn bytes<'a>(
    argument: &'static str,
    data: *const u8,
    len: usize,
) -> Result<&'a [u8], Failure> {
    if data.is_null() {
        return Err(Failure::null(argument));
    }
    // SAFETY: it is not NULL; the caller says that so many bytes may be read.
    unsafe { array(argument, data, len) }
}

/// Bytes, or NULL and 0 for nothing at all.
///
/// # Safety
///
/// As [`bytes`].
pub(super) unsafe fn optional_bytes<'a>(
    argument: &'static str,
    data: *const u8,
    len: usize,
) -> Result<Option<&'a [u8]>, Failure> {
    if data.is_null() && len == 0 {
        return Ok(None);
    }
    // SAFETY: the caller's promise is the same.
    unsafe { bytes(argument, data, len) }.map(Some)
}

/// Text that must be UTF-8.
///
/// # Safety
///
/// As [`bytes`].
pub(super) unsafe fn utf8<'a>(
    argument: &'static str,
    data: *const u8,
    len: usize,
) -> Result<&'a str, Failure> {
    // SAFETY: the caller's promise is the same.
    let bytes = unsafe { bytes(argument, data, len) }?;
    str::from_utf8(bytes).map_err(|error| Failure::invalid_utf8(argument, error.valid_up_to()))
}

/// An array; NULL is the empty one.
///
/// # Safety
///
/// `data` is NULL, or `len` elements may be read there and do not change until the call returns.
pub(super) unsafe fn array<'a, T>(
    argument: &'static str,
    data: *const T,
    len: usize,
) -> Result<&'a [T], Failure> {
    if len == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(Failure::null(argument));
    }
    if !data.is_aligned() {
        return Err(Failure::misaligned(argument));
    }
    let size = len.checked_mul(size_of::<T>());
    if size.is_none_or(|size| isize::try_from(size).is_err()) {
        return Err(Failure::invalid_length(argument));
    }
    // SAFETY: it is aligned and not NULL, the caller says that so many elements may be read, and no object is
    // larger than `isize::MAX`.
    Ok(unsafe { slice::from_raw_parts(data, len) })
}

/// Byte strings, each of which must be there.
///
/// # Safety
///
/// As [`array`], and each element as [`bytes`].
pub(super) unsafe fn byte_strings<'a>(
    argument: &'static str,
    data: *const issuedby_bytes,
    len: usize,
) -> Result<Vec<&'a [u8]>, Failure> {
    // SAFETY: the caller's promise is the same.
    let elements: &[issuedby_bytes] = unsafe { array(argument, data, len) }?;
    // SAFETY: the caller's promise about each element is the same.
    elements.iter().map(|element| unsafe { bytes(argument, element.data, element.len) }).collect()
}

/// Header lines: each must have a name; a value of NULL and 0 is the empty one.
///
/// # Safety
///
/// As [`array`], and each name and value as [`bytes`].
pub(super) unsafe fn header_lines<'a>(
    argument: &'static str,
    data: *const issuedby_header,
    len: usize,
) -> Result<Vec<HeaderLine<'a>>, Failure> {
    // SAFETY: the caller's promise is the same.
    let lines: &[issuedby_header] = unsafe { array(argument, data, len) }?;
    let line = |line: &issuedby_header| {
        // SAFETY: the caller's promise about each name and value is the same.
        let name = unsafe { bytes(argument, line.name.data.cast(), line.name.len) }?;
        // SAFETY: as above.
        let value = unsafe { optional_bytes(argument, line.value.data.cast(), line.value.len) }?;
        Ok((name, value.unwrap_or_default()))
    };
    lines.iter().map(line).collect()
}

/// Refuses flags other than the known ones.
pub(super) fn check_flags(flags: u32, known: u32) -> Result<(), Failure> {
    match flags & !known {
        0 => Ok(()),
        unknown => Err(Failure::unknown_flags(unknown)),
    }
}
