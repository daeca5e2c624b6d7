//! Several CA certificates in one PEM text, and those of them that are unfit.

use std::ffi::c_char;
use std::ptr;

use issuedby::CaCertificate;
use issuedby::ca::{CaBundleError, UnfitCertificate};

use super::c_types::{issuedby_str, issuedby_string, terminated};
use super::ca_certificate::{Loaded, issuedby_ca_certificate};
use super::failure::{Failure, issuedby_result};
use super::guard;
use super::handle::{self, Handle, Opaque};
use super::input;
use super::output::{ErrorSlot, Output};
use super::owned_string::OwnedString;

/// The CA certificates of a PEM text, each fit to anchor.
pub struct issuedby_ca_bundle {
    _opaque: (),
}

/// The object behind the handle: the handles of the CAs.
pub(super) struct Bundle(Vec<Handle<issuedby_ca_certificate>>);

impl Opaque for issuedby_ca_bundle {
    type Inner = Bundle;

    const TAG: u64 = u64::from_be_bytes(*b"ib/cabdl");
    const KIND: &'static str = "an issuedby_ca_bundle";
}

/// A certificate of a bundle that cannot be a CA. The texts live as long as the error.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct issuedby_unfit_certificate {
    /// Its number in the text, counted from 1; 0 if there are not so many.
    pub number: usize,
    /// The line of its BEGIN, counted from 1; 0 where the text is PEM inside another text.
    pub line: usize,
    /// Its subject; empty where it cannot be read.
    pub subject: issuedby_str,
    /// The code of the reason.
    pub code: issuedby_str,
    /// The fault, for people.
    pub message: issuedby_str,
    /// The step that mends it.
    pub remedy: issuedby_str,
}

/// An unfit certificate as the details of an error hold it, each text with a NUL.
pub(super) struct Unfit {
    number: usize,
    line: usize,
    subject: String,
    code: String,
    message: String,
    remedy: String,
}

/// The unfit certificates of an error, in a box: few errors have any.
#[derive(Default)]
pub(super) struct UnfitList(Vec<Unfit>);

impl From<&UnfitCertificate> for Unfit {
    fn from(unfit: &UnfitCertificate) -> Self {
        Self {
            number: unfit.number(),
            line: unfit.line().unwrap_or_default(),
            subject: unfit.subject().map(terminated).unwrap_or_default(),
            code: terminated(unfit.error().reason().code()),
            message: terminated(unfit.error()),
            remedy: terminated(unfit.error().remedy()),
        }
    }
}

impl From<CaBundleError> for Failure {
    fn from(error: CaBundleError) -> Self {
        let message = format!("{error}; {}", error.remedy());
        let unfit = Some(Box::new(UnfitList(error.unfit().iter().map(Unfit::from).collect())));
        Self { message, unfit, ..Self::of(issuedby_result::ISSUEDBY_UNFIT_CA, &error) }
    }
}

/// Loads every CA of PEM text that holds one certificate or more, in the order of the text. A certificate that stands there
/// several times is loaded once, with the warning `repeated_in_bundle`.
///
/// The text has at most 1 MiB and 1 024 certificates. If one certificate is unfit, none is loaded:
/// issuedby_string_unfit_count and issuedby_string_unfit_at give every unfit one.
///
/// # Safety
///
/// `pem` is NULL or has `len` bytes; `bundle` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_bundle_from_pem(
    pem: *const c_char,
    len: usize,
    bundle: *mut *mut issuedby_ca_bundle,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (bundle, error) = unsafe { (Output::reset_to_null("bundle", bundle), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = bundle.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let pem = unsafe { input::bytes("pem", pem.cast(), len) }?;
        let cas = CaCertificate::from_pem_bundle(pem)?;
        Ok((slot, Handle::new(Bundle(cas.into_iter().map(|ca| *Loaded::handle(ca)).collect()))))
    })
}

/// The number of CAs in a bundle.
///
/// # Safety
///
/// `bundle` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_bundle_count(bundle: *const issuedby_ca_bundle) -> usize {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(bundle, 0, |bundle| bundle.0.len()) }
}

/// One of the CAs, counted from 0; NULL if there are not so many. It belongs to the bundle, lives as long as that, and is
/// never freed by itself.
///
/// # Safety
///
/// `bundle` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_bundle_at(
    bundle: *const issuedby_ca_bundle,
    index: usize,
) -> *const issuedby_ca_certificate {
    let pointer = |bundle: &Bundle| bundle.0.get(index).map_or(ptr::null(), |ca| (&raw const *ca).cast());
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(bundle, ptr::null(), pointer) }
}

/// Frees a bundle and its CAs. Verifiers that were made of them keep working. NULL is left alone.
///
/// # Safety
///
/// `bundle` is NULL or a handle; nothing uses it, or a CA of it, any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_ca_bundle_free(bundle: *mut issuedby_ca_bundle) {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::free(bundle) };
}

/// The number of unfit certificates that an error of issuedby_ca_bundle_from_pem lists: 0 if the text is at fault, and for
/// every other error.
///
/// # Safety
///
/// `error` is NULL, or a string of this library that was not freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_string_unfit_count(error: *const issuedby_string) -> usize {
    guard::infallible(0, || {
        // SAFETY: the caller's promise is the same.
        unsafe { OwnedString::details(error) }
            .and_then(|details| details.unfit.as_ref())
            .map_or(0, |unfit| unfit.0.len())
    })
}

/// One of the unfit certificates that an error lists, counted from 0, in the order of the text; with the number 0 and empty
/// texts if there are not so many.
///
/// # Safety
///
/// As for issuedby_string_unfit_count.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_string_unfit_at(
    error: *const issuedby_string,
    index: usize,
) -> issuedby_unfit_certificate {
    let empty = issuedby_str::EMPTY;
    let none = issuedby_unfit_certificate {
        number: 0,
        line: 0,
        subject: empty,
        code: empty,
        message: empty,
        remedy: empty,
    };
    guard::infallible(none, || {
        // SAFETY: the caller's promise is the same.
        let details = unsafe { OwnedString::details(error) };
        details.and_then(|details| details.unfit.as_ref()?.0.get(index)).map_or(none, |unfit| {
            issuedby_unfit_certificate {
                number: unfit.number,
                line: unfit.line,
                subject: issuedby_str::of_terminated(&unfit.subject),
                code: issuedby_str::of_terminated(&unfit.code),
                message: issuedby_str::of_terminated(&unfit.message),
                remedy: issuedby_str::of_terminated(&unfit.remedy),
            }
        })
    })
}
