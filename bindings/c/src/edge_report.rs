//! The report of an edge, in header fields.

use issuedby::EdgeReport;

use super::c_types::{issuedby_bytes, issuedby_header, issuedby_str, issuedby_string};
use super::failure::issuedby_result;
use super::guard;
use super::handle::{self, Handle, Opaque};
use super::input;
use super::output::{ErrorSlot, Output};
use super::reason::{NOTHING_PRESENTED, issuedby_reason, number};
use super::text::Text;
use super::verdict::issuedby_status;

/// The report of an edge about the client of one request, read from its header fields.
pub struct issuedby_edge_report {
    _opaque: (),
}

/// The object behind the handle.
pub(super) struct Read {
    pub(super) report: EdgeReport<'static>,
    ca_id: Text,
}

impl Opaque for issuedby_edge_report {
    type Inner = Read;

    const TAG: u64 = u64::from_be_bytes(*b"ib/edger");
    const KIND: &'static str = "an issuedby_edge_report";
}

/// Reads what an edge wrote, out of all the header lines of one request. Other fields are passed over. A value may be
/// NULL with a length of 0.
///
/// Call it only for requests from a trusted edge, by a rule such as a Unix socket or mutual TLS:
/// whoever can open a connection can write these fields. It fails closed: a missing status is NONE, anything that an
/// edge would not write is FAILED `malformed`.
///
/// # Safety
///
/// `lines` is NULL or has `count` elements, whose names and values are NULL or have as many bytes as they say;
/// `report` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_headers_parse(
    lines: *const issuedby_header,
    count: usize,
    report: *mut *mut issuedby_edge_report,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (report, error) = unsafe { (Output::reset_to_null("report", report), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = report.required()?;
        // SAFETY: the caller says that so many elements may be read, and what they are.
        let lines = unsafe { input::header_lines("lines", lines, count) }?;
        Ok((slot, Handle::new(Read { report: EdgeReport::from_headers(lines), ca_id: Text::default() })))
    })
}

/// The status; ISSUEDBY_STATUS_NONE for NULL.
///
/// # Safety
///
/// `report` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_report_status(report: *const issuedby_edge_report) -> issuedby_status {
    let none = issuedby_status::ISSUEDBY_STATUS_NONE;
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(report, none, |read| read.report.status().into()) }
}

/// The reason why it is not a SUCCESS; 0 for a SUCCESS only, ISSUEDBY_REASON_NO_CERTIFICATE for NULL.
///
/// # Safety
///
/// `report` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_report_reason(report: *const issuedby_edge_report) -> issuedby_reason {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(report, NOTHING_PRESENTED, |read| number(read.report.reason())) }
}

/// The client's certificate, DER, if there is one. It is trusted only if the status is ISSUEDBY_STATUS_SUCCESS, and
/// may be anything that begins like a certificate.
///
/// # Safety
///
/// `report` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_report_certificate(
    report: *const issuedby_edge_report,
) -> issuedby_bytes {
    let certificate = |read: &Read| issuedby_bytes::of(read.report.certificate_der());
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(report, issuedby_bytes::NOTHING, certificate) }
}

/// The number of certificates that the client sent along.
///
/// # Safety
///
/// `report` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_report_chain_count(report: *const issuedby_edge_report) -> usize {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(report, 0, |read| read.report.chain().len()) }
}

/// One of the certificates that the client sent along, DER, counted from 0; nothing if there are not so many. None
/// is trusted.
///
/// # Safety
///
/// `report` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_report_chain_at(
    report: *const issuedby_edge_report,
    index: usize,
) -> issuedby_bytes {
    let member = |read: &Read| issuedby_bytes::of(read.report.chain().nth(index));
    // SAFETY: the caller's promise is the same.
    unsafe { handle::read(report, issuedby_bytes::NOTHING, member) }
}

/// The identifier of the CA that issued the certificate; empty unless the status is ISSUEDBY_STATUS_SUCCESS.
///
/// # Safety
///
/// `report` is NULL or a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_report_ca_id(report: *const issuedby_edge_report) -> issuedby_str {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::text(report, |read| read.ca_id.printed(|| read.report.ca_id())) }
}

/// Frees a report. NULL is left alone.
///
/// # Safety
///
/// `report` is NULL or a handle that nothing uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_edge_report_free(report: *mut issuedby_edge_report) {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::free(report) };
}
