//! The lines of an export: JSON objects, of which the first says how many of each kind follow.

use serde::{Deserialize, Serialize};

/// The version of the format that is written and read.
pub(super) const VERSION: u64 = 1;

/// One line. Unknown and repeated keys are errors.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub(super) enum TransferLine {
    /// The first line.
    #[serde(rename = "issuedby-registry", rename_all = "camelCase")]
    Head {
        /// [`VERSION`].
        version: u64,
        /// The number of accounts that follow.
        accounts: u64,
        /// The number of CA certificates that follow.
        ca_certificates: u64,
        /// The number of domains that follow.
        domains: u64,
    },
    /// An account. It comes before what belongs to it.
    #[serde(rename = "account", rename_all = "camelCase")]
    Account {
        /// Its name.
        name: String,
        /// When it was made, RFC 3339 in UTC, as all times.
        created_at: String,
    },
    /// A CA certificate of an account.
    #[serde(rename = "ca-certificate", rename_all = "camelCase")]
    CaCertificate {
        /// The account.
        account: String,
        /// Its identifier.
        id: String,
        /// Its name.
        name: String,
        /// The certificate, PEM.
        pem: String,
        /// When it was uploaded.
        created_at: String,
        /// When its name was last changed.
        updated_at: String,
    },
    /// A domain of an account.
    #[serde(rename = "domain", rename_all = "camelCase")]
    Domain {
        /// The account.
        account: String,
        /// Its name in A-labels.
        name: String,
        /// `custom` or `managed`.
        kind: String,
        /// `active` or `pending`.
        state: String,
        /// When it was added.
        created_at: String,
        /// When it was activated.
        updated_at: String,
    },
}
