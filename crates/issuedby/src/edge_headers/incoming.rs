//! The properties of the client that a worker finds in `context.incomingRequestProperties`.

use alloc::string::String;
use core::fmt::{self, Write};

use super::EdgeReport;
use crate::client_cert::ClientCert;
use crate::json;
use crate::reason::Reason;
use crate::verdict::Status;

/// The properties of a request that come from its client certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IncomingRequestProperties {
    client_cert: Option<String>,
    status: Status,
    reason: Option<Reason>,
}

impl EdgeReport<'_> {
    /// The properties for a worker: the certificate as RFC 9440 text, the status and the reason.
    pub fn incoming_request_properties(&self) -> IncomingRequestProperties {
        IncomingRequestProperties {
            client_cert: self.certificate_der().map(ClientCert::encode),
            status: self.status,
            reason: self.reason,
        }
    }
}

impl IncomingRequestProperties {
    /// `clientCert`: the certificate as RFC 9440 text. It was verified only if the status is SUCCESS.
    pub fn client_cert(&self) -> Option<&str> {
        self.client_cert.as_deref()
    }

    /// `clientMtlsVerificationStatus`.
    pub fn client_mtls_verification_status(&self) -> Status {
        self.status
    }

    /// `clientMtlsVerificationReason`.
    pub fn client_mtls_verification_reason(&self) -> Option<Reason> {
        self.reason
    }

    /// `{"clientCert":..,"clientMtlsVerificationStatus":..,"clientMtlsVerificationReason":..}`.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut String) -> fmt::Result {
        out.push_str("{\"clientCert\":");
        json::optional_text(out, self.client_cert())?;
        write!(out, ",\"clientMtlsVerificationStatus\":\"{}\"", self.status)?;
        out.push_str(",\"clientMtlsVerificationReason\":");
        json::optional_text(out, self.reason)?;
        out.push('}');
        Ok(())
    }
}
