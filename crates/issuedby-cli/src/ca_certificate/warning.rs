//! A warning about a CA certificate: from the registry, or that this version no longer accepts it.

use issuedby::{CaError, CaWarning, check_time};
use issuedby_registry::CaCertificateRecord;
use issuedby_registry::lint::{LintWarning, Severity, Stack, lint};

use crate::time;

/// A warning about a CA certificate, or a note.
pub(super) struct Warning {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    pub(super) message: String,
    /// The remedy; empty for a note.
    pub(super) remedy: String,
    /// The software that will refuse the clients of this CA because of it.
    pub(super) refused_by: &'static [Stack],
}

impl Warning {
    /// Everything about one that is in the registry, beside others of its account with the same subject.
    pub(super) fn of(record: &CaCertificateRecord, same_subject: &[CaCertificateRecord]) -> Vec<Self> {
        match record.to_ca_certificate() {
            Ok(ca) => lint(&ca, same_subject, check_time(time::now())).iter().map(Self::from).collect(),
            Err(unfit) => vec![Self::from(&unfit)],
        }
    }

    /// True for all but notes.
    pub(super) fn is_urgent(&self) -> bool {
        self.severity != Severity::Note
    }

    /// The word at the start of its line.
    pub(super) const fn label(&self) -> &'static str {
        match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// The remedy in this program's words; empty for a note.
pub(crate) fn remedy(warning: &LintWarning) -> &'static str {
    match warning {
        LintWarning::Ca(
            CaWarning::NameConstraintsVerifyNoLeaf | CaWarning::NameConstraintsRefuseSomeNames,
        ) => {
            "see which with `issuedby inspect CA.pem`, and issue the CA certificate again with name constraints that RFC 5280 \
             section 4.2.1.10 allows"
        }
        LintWarning::PublicCa(_) => {
            "run a CA of your own for your clients; insist only if you know whom this one certifies (`--force`)"
        }
        other => other.remedy().unwrap_or_default(),
    }
}

impl From<&LintWarning> for Warning {
    fn from(warning: &LintWarning) -> Self {
        Self {
            code: warning.code(),
            severity: warning.severity(),
            message: warning.to_string(),
            remedy: remedy(warning).to_owned(),
            refused_by: warning.refused_by(),
        }
    }
}

/// An earlier version has accepted it, and this one does not.
impl From<&CaError> for Warning {
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
