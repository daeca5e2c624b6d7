//! The data about its client that a request gets: `request.user.data.mtlsAuth`.

use alloc::string::{String, ToString};
use core::fmt::{self, Write};

use pki_types::UnixTime;

use crate::certificate::{Certificate, SerialNumber, date_time, unix_time};
use crate::edge_headers::EdgeReport;
use crate::fingerprint::Fingerprint;
use crate::json;
use crate::reason::Reason;
use crate::verdict::Status;

/// The facts about the client, from its certificate; they include whether it is trusted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Metadata {
    subject: Option<String>,
    issuer: Option<String>,
    /// notBefore and notAfter in Unix seconds, below zero before 1970.
    validity: (i64, i64),
    fingerprint: Fingerprint,
    serial_number: String,
    status: Status,
    reason: Option<Reason>,
    ca_id: Option<String>,
}

impl Metadata {
    pub(super) fn new(
        certificate: &Certificate<'_>,
        report: &EdgeReport<'_>,
        reason: Option<Reason>,
    ) -> Self {
        Self {
            subject: certificate.subject().ok().map(|name| name.to_string()),
            issuer: certificate.issuer().ok().map(|name| name.to_string()),
            validity: certificate.validity(),
            fingerprint: certificate.fingerprint(),
            serial_number: SerialNumber(certificate.serial_number()).to_string(),
            status: report.status(),
            reason,
            ca_id: report.ca_id().map(ToString::to_string),
        }
    }

    /// The subject as `openssl x509 -nameopt RFC2253` prints it, in ASCII; none where it is not a well-formed name.
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The issuer, printed alike.
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// The first second in which the certificate is valid.
    pub fn not_before(&self) -> UnixTime {
        unix_time(self.validity.0.try_into().unwrap_or(0))
    }

    /// The last second in which the certificate is valid.
    pub fn not_after(&self) -> UnixTime {
        unix_time(self.validity.1.try_into().unwrap_or(0))
    }

    /// SHA-256 over the whole certificate.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The content bytes of the serial number, upper hex with colons.
    pub fn serial_number(&self) -> &str {
        &self.serial_number
    }

    /// Tells whether the status is SUCCESS and the issuer is one of `certIssuerDN`, where that is set: whether enforcing
    /// lets the request pass.
    pub fn verified(&self) -> bool {
        self.reason.is_none()
    }

    /// The result of the edge.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The reason why enforcing would refuse; none where [`Self::verified`].
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// The identifier of the CA that issued the certificate, if it has one; only when the status is SUCCESS.
    pub fn ca_id(&self) -> Option<&str> {
        self.ca_id.as_deref()
    }

    /// The metadata as one line of JSON: ASCII, no blanks, the same bytes in every language.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_json(&mut out);
        out
    }

    pub(super) fn write_json(&self, out: &mut String) -> fmt::Result {
        out.push_str("{\"subject\":");
        json::optional_text(out, self.subject())?;
        out.push_str(",\"issuer\":");
        json::optional_text(out, self.issuer())?;
        let (not_before, not_after) = self.validity;
        write!(
            out,
            ",\"notBefore\":\"{}\",\"notAfter\":\"{}\"",
            date_time(not_before),
            date_time(not_after)
        )?;
        write!(out, ",\"sha256Fingerprint\":\"{}\"", self.fingerprint)?;
        write!(out, ",\"serialNumber\":\"{}\"", self.serial_number)?;
        write!(out, ",\"verified\":{},\"status\":\"{}\",\"reason\":", self.verified(), self.status)?;
        json::optional_text(out, self.reason)?;
        out.push_str(",\"caId\":");
        json::optional_text(out, self.ca_id())?;
        out.push('}');
        Ok(())
    }
}
