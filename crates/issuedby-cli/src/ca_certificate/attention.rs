//! What there is to know about a CA certificate: what the registry finds, or that it would no longer be accepted.

use issuedby::{CaError, check_time};
use issuedby_registry::CaCertificateRecord;
use issuedby_registry::lint::{Finding, Severity, Stack, lint};

use crate::time;

/// One thing to know about a CA certificate.
pub(super) struct Attention {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    pub(super) message: String,
    /// What to do about it; empty for what is as it should be.
    pub(super) remedy: String,
    /// Whose software will refuse the clients of this CA because of it.
    pub(super) refused_by: &'static [Stack],
}

impl Attention {
    /// Everything about one that is in the registry, beside others of its account with the same subject.
    pub(super) fn of(record: &CaCertificateRecord, same_subject: &[CaCertificateRecord]) -> Vec<Self> {
        match record.to_ca_certificate() {
            Ok(ca) => lint(&ca, same_subject, check_time(time::now())).iter().map(Self::from).collect(),
            Err(unfit) => vec![Self::from(&unfit)],
        }
    }

    /// Whether somebody should do something about it.
    pub(super) fn is_urgent(&self) -> bool {
        self.severity != Severity::Note
    }

    /// How it stands at the start of a line.
    pub(super) const fn label(&self) -> &'static str {
        match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

impl From<&Finding> for Attention {
    fn from(finding: &Finding) -> Self {
        Self {
            code: finding.code(),
            severity: finding.severity(),
            message: finding.to_string(),
            remedy: finding.remedy().to_owned(),
            refused_by: finding.refused_by(),
        }
    }
}

/// An earlier version has accepted it, and this one does not.
impl From<&CaError> for Attention {
    fn from(unfit: &CaError) -> Self {
        Self {
            code: unfit.reason().code(),
            severity: Severity::Error,
            message: format!("this version does not verify clients of this CA: {unfit}"),
            remedy: unfit.remedy().to_owned(),
            refused_by: &[Stack::Issuedby],
        }
    }
}
