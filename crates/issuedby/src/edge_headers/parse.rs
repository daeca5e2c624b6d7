//! The one parser: header fields as a report. It fails closed.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::{
    CLIENT_MTLS_CA_ID, CLIENT_MTLS_VERIFICATION_REASON, CLIENT_MTLS_VERIFICATION_STATUS, EdgeReport,
    is_of_a_verdict,
};
use crate::ca::is_ca_id;
use crate::client_cert::{CLIENT_CERT, CLIENT_CERT_CHAIN, ClientCert};
use crate::limits::MAX_CHAIN_MEMBERS;
use crate::reason::Reason;
use crate::verdict::Status;

impl EdgeReport<'static> {
    /// Reads the fields that [`write()`](super::write) made, out of all the lines of one request: names and values.
    ///
    /// Call it only for requests that came from an edge that is trusted; see [the module](super).
    ///
    /// Names are compared in any ASCII case, spaces and tabs around a value are dropped, fields with other names
    /// are passed over. Anything that the producer would not write is no SUCCESS:
    ///
    /// - no status is NONE, and the other fields are ignored: nothing was presented;
    /// - a status that is unknown or stands twice is FAILED `malformed`; so is every report with a reason that
    ///   does not belong to its status, a reason or CA identifier that stands twice, or an identifier beside
    ///   another status than SUCCESS or of other characters than visible ASCII;
    /// - a `Client-Cert` that does not decode or stands twice is absent (RFC 9651 section 4.2, RFC 9440 section
    ///   2.2): the policy refuses a SUCCESS without one;
    /// - a `Client-Cert-Chain` that does not decode, or that stands alone, is absent (RFC 9440 section 2.3).
    ///
    /// The certificate stays in a report that is FAILED for whatever cause, so that it can be logged.
    pub fn from_headers<'h, N, V>(fields: impl IntoIterator<Item = (&'h N, &'h V)>) -> Self
    where
        N: AsRef<[u8]> + ?Sized + 'h,
        V: AsRef<[u8]> + ?Sized + 'h,
    {
        Lines::of(fields.into_iter().map(|(name, value)| (name.as_ref(), value.as_ref()))).report()
    }
}

/// The lines of one request, by field.
#[derive(Default)]
struct Lines<'h> {
    status: Line<'h>,
    reason: Line<'h>,
    ca_id: Line<'h>,
    client_cert: Line<'h>,
    chain: Vec<&'h [u8]>,
    too_many_chain_lines: bool,
}

/// The value of a field that may stand once.
#[derive(Clone, Copy, Default)]
enum Line<'h> {
    #[default]
    Absent,
    Once(&'h [u8]),
    Repeated,
}

impl<'h> Lines<'h> {
    fn of(fields: impl Iterator<Item = (&'h [u8], &'h [u8])>) -> Self {
        let mut lines = Self::default();
        for (name, value) in fields {
            let is = |field: &str| name.eq_ignore_ascii_case(field.as_bytes());
            let value = without_outer_whitespace(value);
            if is(CLIENT_MTLS_VERIFICATION_STATUS) {
                lines.status.add(value);
            } else if is(CLIENT_MTLS_VERIFICATION_REASON) {
                lines.reason.add(value);
            } else if is(CLIENT_MTLS_CA_ID) {
                lines.ca_id.add(value);
            } else if is(CLIENT_CERT) {
                lines.client_cert.add(value);
            } else if is(CLIENT_CERT_CHAIN) {
                // Each line holds a member at least, or the chain is not read anyway.
                match lines.chain.len() < MAX_CHAIN_MEMBERS {
                    true => lines.chain.push(value),
                    false => lines.too_many_chain_lines = true,
                }
            }
        }
        lines
    }

    fn report(&self) -> EdgeReport<'static> {
        let (status, reason) = match self.status_and_reason() {
            Ok(found) => found,
            Err(Unwritable) => return self.with_certificate(EdgeReport::failed(Reason::Malformed)),
        };
        if status == Status::None {
            return EdgeReport::none();
        }
        let ca_id = self.ca_id.text().map(|id| Cow::Owned(String::from(id)));
        self.with_certificate(EdgeReport { status, reason, ca_id, ..EdgeReport::none() })
    }

    /// Status and reason, where all of our own fields are as the producer writes them.
    fn status_and_reason(&self) -> Result<(Status, Option<Reason>), Unwritable> {
        let status = match self.status {
            // Nothing was said about the connection, so nothing else is believed either.
            Line::Absent => return Ok((Status::None, Some(Reason::NoCertificate))),
            Line::Once(b"SUCCESS") => Status::Success,
            Line::Once(b"FAILED") => Status::Failed,
            Line::Once(b"NONE") => Status::None,
            Line::Once(_) | Line::Repeated => return Err(Unwritable),
        };
        let reason = match self.reason {
            Line::Absent => None,
            Line::Once(_) => Some(self.reason.text().and_then(Reason::from_code).ok_or(Unwritable)?),
            Line::Repeated => return Err(Unwritable),
        };
        match self.ca_id {
            Line::Absent => {}
            Line::Once(id) if status == Status::Success && is_ca_id(id) => {}
            Line::Once(_) | Line::Repeated => return Err(Unwritable),
        }
        match (status, reason) {
            (Status::Success, None) => Ok((status, None)),
            (Status::Failed, Some(reason)) if is_of_a_verdict(reason) => Ok((status, Some(reason))),
            (Status::None, None | Some(Reason::NoCertificate)) => Ok((status, Some(Reason::NoCertificate))),
            _ => Err(Unwritable),
        }
    }

    /// The report with the certificate and its chain, where they can be read.
    fn with_certificate(&self, report: EdgeReport<'static>) -> EdgeReport<'static> {
        let Line::Once(value) = self.client_cert else { return report };
        let Ok(der) = ClientCert::decode(value) else { return report };
        let report = EdgeReport { certificate: Some(Cow::Owned(der)), ..report };
        match ClientCert::decode_chain(self.chain.iter().copied()) {
            Ok(chain) if !self.too_many_chain_lines => report.with_chain(chain),
            Ok(_) | Err(_) => report,
        }
    }
}

/// One of our own fields is not as the producer writes it.
struct Unwritable;

impl<'h> Line<'h> {
    fn add(&mut self, value: &'h [u8]) {
        *self = match self {
            Self::Absent => Self::Once(value),
            Self::Once(_) | Self::Repeated => Self::Repeated,
        };
    }

    fn text(self) -> Option<&'h str> {
        match self {
            Self::Once(value) => core::str::from_utf8(value).ok(),
            Self::Absent | Self::Repeated => None,
        }
    }
}

/// OWS of RFC 9110 section 5.6.3: spaces and tabs, nothing else.
fn without_outer_whitespace(value: &[u8]) -> &[u8] {
    let visible = |byte: &u8| !matches!(byte, b' ' | b'\t');
    let start = value.iter().position(visible).unwrap_or(value.len());
    let end = value.iter().rposition(visible).map_or(start, |last| last.saturating_add(1));
    value.get(start..end).unwrap_or_default()
}
