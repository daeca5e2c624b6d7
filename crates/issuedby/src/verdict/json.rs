//! The verdict as JSON: written here only, so that every language gives the same bytes.

use alloc::string::String;
use core::fmt::{self, Write};

use super::{Status, Verdict};
use crate::ca::CaCertificate;
use crate::certificate::{Certificate, SerialNumber, date_time, signed};
use crate::fingerprint::Fingerprint;
use crate::json::{optional_text, text};

/// The size of an ordinary verdict, so that it is written without growing.
const ORDINARY_BYTES: usize = 1024;

pub(super) fn of_verdict(verdict: &Verdict<'_>) -> String {
    let mut out = String::with_capacity(ORDINARY_BYTES);
    // Writing to a String cannot fail.
    let _ = write_verdict(&mut out, verdict);
    out
}

fn write_verdict(out: &mut String, verdict: &Verdict<'_>) -> fmt::Result {
    write!(out, "{{\"status\":\"{}\",\"reason\":", verdict.status())?;
    match verdict.reason() {
        Some(reason) => write!(out, "\"{reason}\"")?,
        None => out.push_str("null"),
    }
    out.push_str(",\"message\":");
    text(out, &verdict.message())?;
    out.push_str(",\"reasons\":[");
    for (position, entry) in verdict.reasons().enumerate() {
        if position > 0 {
            out.push(',');
        }
        write!(out, "{{\"code\":\"{}\",\"message\":", entry.reason)?;
        text(out, &verdict.message_of(entry.reason))?;
        write!(out, ",\"authenticated\":{}}}", entry.authenticated)?;
    }
    out.push_str("],\"certificate\":");
    match verdict.certificate() {
        Some(certificate) => write_certificate(out, certificate)?,
        None => out.push_str("null"),
    }
    out.push_str(",\"ca\":");
    match verdict.ca() {
        Some(ca) => write_ca(out, ca)?,
        None => out.push_str("null"),
    }
    let (from, until) = verdict.window.filter(|_| verdict.status() == Status::Success).unzip();
    out.push_str(",\"validFrom\":");
    optional_time(out, from)?;
    out.push_str(",\"validUntil\":");
    optional_time(out, until)?;
    out.push('}');
    Ok(())
}

fn write_certificate(out: &mut String, certificate: &Certificate<'_>) -> fmt::Result {
    out.push_str("{\"subject\":");
    optional_text(out, certificate.subject().ok())?;
    out.push_str(",\"issuer\":");
    optional_text(out, certificate.issuer().ok())?;
    write!(out, ",\"serialNumber\":\"{}\"", SerialNumber(certificate.serial_number()))?;
    let (not_before, not_after) = certificate.validity();
    write!(out, ",\"notBefore\":\"{}\",\"notAfter\":\"{}\"", date_time(not_before), date_time(not_after))?;
    write_fingerprint(out, certificate.fingerprint())
}

fn write_ca(out: &mut String, ca: &CaCertificate) -> fmt::Result {
    out.push_str("{\"id\":");
    optional_text(out, ca.id())?;
    out.push_str(",\"subject\":");
    text(out, ca.subject())?;
    write_fingerprint(out, ca.fingerprint())
}

/// The last key of an object.
fn write_fingerprint(out: &mut String, fingerprint: Fingerprint) -> fmt::Result {
    write!(out, ",\"sha256Fingerprint\":\"{fingerprint}\"}}")
}

fn optional_time(out: &mut String, seconds: Option<u64>) -> fmt::Result {
    match seconds {
        Some(seconds) => write!(out, "\"{}\"", date_time(signed(seconds))),
        None => out.write_str("null"),
    }
}
