//! The reason why a domain has no site, with the command that mends it.

use issuedby_registry::{AccountName, DomainName};

/// The reason why a domain has no site.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum NotServed {
    /// The registry does not have the domain.
    Unknown {
        /// The command that adds it.
        remedy: String,
    },
    /// The registry has the domain, and it is not active yet.
    Pending {
        account: AccountName,
        /// The command that activates it, and its precondition.
        remedy: String,
    },
    /// It is not known whether the domain is served: the registry could not be read, or the account not be used.
    LookupFailed(String),
    /// As many other domains as may wait are being looked up.
    TooManyLookups,
    /// The edge stops.
    Stopping,
}

impl NotServed {
    /// The reason as a sentence about the domain.
    pub(crate) fn message(&self, domain: &DomainName) -> String {
        match self {
            Self::Unknown { .. } => format!("`{domain}` is not served: the registry does not have it"),
            Self::Pending { account, .. } => {
                format!("`{domain}` is not served: it is pending in the account `{account}`")
            }
            Self::LookupFailed(error) => format!("`{domain}` could not be looked up: {error}"),
            Self::TooManyLookups => {
                format!("`{domain}` was not looked up: too many other domains wait to be looked up")
            }
            Self::Stopping => format!("`{domain}` was not looked up: the edge stops"),
        }
    }

    /// The remedy, where it is of this domain.
    pub(crate) fn remedy(&self) -> Option<&str> {
        match self {
            Self::Unknown { remedy } | Self::Pending { remedy, .. } => Some(remedy),
            Self::LookupFailed(_) | Self::TooManyLookups | Self::Stopping => None,
        }
    }
}
