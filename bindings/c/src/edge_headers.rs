//! The header fields between an edge and the worker behind it: writing them, and what to strip.

use std::ffi::c_char;

use issuedby::EdgeReport;
use issuedby::edge_headers::{self, HeaderOptions, SendChain, SendClientCert};

use super::c_types::{issuedby_bytes, issuedby_header, issuedby_str, issuedby_string, terminated};
use super::failure::issuedby_result;
use super::guard;
use super::handle::{self, Handle, Opaque};
use super::input;
use super::output::{ErrorSlot, Output};
use super::verdict::issuedby_verdict;

/// Flag of issuedby_edge_headers_write: sends Client-Cert whenever a certificate could be read, for workers that run
/// the policy. By default it is sent on SUCCESS only, for its presence is read as "validated".
pub const ISSUEDBY_SEND_PRESENTED: u32 = 1;

/// Flag of issuedby_edge_headers_write: sends Client-Cert-Chain beside Client-Cert.
pub const ISSUEDBY_SEND_CHAIN: u32 = 2;

/// Header fields that an edge adds to a request.
pub struct issuedby_edge_headers {
    _opaque: (),
}

/// The object behind the handle: names and values.
pub(super) struct Fields(Vec<(String, String)>);

impl Opaque for issuedby_edge_headers {
    type Inner = Fields;

    const TAG: u64 = u64::from_be_bytes(*b"ib/edgeh");
    const KIND: &'static str = "issuedby_edge_headers";
}

/// Makes the header fields that tell a worker what the verdict says, each once.
///
/// An edge adds them to every request, client certificate or not, after it has removed every inbound field for which
/// issuedby_edge_headers_must_strip is true. `chain` is what the client sent along, DER; it may be NULL. `flags` is 0
/// or a sum of ISSUEDBY_SEND_PRESENTED and ISSUEDBY_SEND_CHAIN. `client_cert_max` is the longest value of a field in
/// bytes, 0 for the default of 8 192; a longer one is left out.
///
/// # Safety
///
/// `verdict` is NULL or a handle; `chain` is NULL or has `chain_count` elements, each with NULL or as many bytes as
/// it says; `headers` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_headers_write(
    verdict: *const issuedby_verdict,
    chain: *const issuedby_bytes,
    chain_count: usize,
    flags: u32,
    client_cert_max: usize,
    headers: *mut *mut issuedby_edge_headers,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (headers, error) = unsafe { (Output::reset_to_null("headers", headers), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = headers.required()?;
        // SAFETY: the caller says that it is NULL or a handle.
        let evaluated = unsafe { handle::borrow("verdict", verdict) }?;
        // SAFETY: the caller says that so many elements may be read, and what they are.
        let chain = unsafe { input::byte_strings("chain", chain, chain_count) }?;
        input::check_flags(flags, ISSUEDBY_SEND_PRESENTED | ISSUEDBY_SEND_CHAIN)?;
        let report = EdgeReport::from(&evaluated.verdict).with_chain(chain);
        let fields = edge_headers::write(&report, &options(flags, client_cert_max));
        let fields = fields.into_iter().map(|(name, value)| (terminated(name), terminated(value)));
        Ok((slot, Handle::new(Fields(fields.collect()))))
    })
}

/// The number of fields.
///
/// # Safety
///
/// `headers` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_headers_count(headers: *const issuedby_edge_headers) -> usize {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(headers, 0, |fields| fields.0.len()) }
}

/// One of the fields, counted from 0; with an empty name if there are not so many.
///
/// # Safety
///
/// `headers` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_headers_at(
    headers: *const issuedby_edge_headers,
    index: usize,
) -> issuedby_header {
    let none = issuedby_header { name: issuedby_str::EMPTY, value: issuedby_str::EMPTY };
    let field = |fields: &Fields| match fields.0.get(index) {
        Some((name, value)) => issuedby_header {
            name: issuedby_str::of_terminated(name),
            value: issuedby_str::of_terminated(value),
        },
        None => none,
    };
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(headers, none, field) }
}

/// Frees header fields. NULL is left alone.
///
/// # Safety
///
/// `headers` is NULL or a handle that nothing uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_headers_free(headers: *mut issuedby_edge_headers) {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::free(headers) };
}

/// True if an edge must remove an inbound header or trailer field with this name, on every request: any case, `_` as
/// `-`. What cannot be read must go.
///
/// # Safety
///
/// `name` is NULL or has `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_headers_must_strip(name: *const c_char, len: usize) -> bool {
    guard::infallible(true, || {
        // SAFETY: the caller says that so many bytes may be read.
        unsafe { input::bytes("name", name.cast(), len) }.map_or(true, edge_headers::must_strip)
    })
}

/// True if a value of a response's Vary names Client-Cert or Client-Cert-Chain: an edge then sends `Vary: *`. What
/// cannot be read does.
///
/// # Safety
///
/// `value` is NULL or has `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_headers_vary_names_client_cert(
    value: *const c_char,
    len: usize,
) -> bool {
    guard::infallible(true, || {
        // SAFETY: the caller says that so many bytes may be read.
        unsafe { input::bytes("value", value.cast(), len) }.map_or(true, edge_headers::vary_names_client_cert)
    })
}

fn options(flags: u32, client_cert_max: usize) -> HeaderOptions {
    let mut options = HeaderOptions::new();
    if flags & ISSUEDBY_SEND_PRESENTED != 0 {
        options = options.client_cert(SendClientCert::Presented);
    }
    if flags & ISSUEDBY_SEND_CHAIN != 0 {
        options = options.chain(SendChain::Send);
    }
    if client_cert_max != 0 {
        options = options.client_cert_max(client_cert_max);
    }
    options
}
