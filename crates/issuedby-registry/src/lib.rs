//! Accounts, their CA certificates and their domains, as an operator uploads them and a gateway reads them.
//!
//! ```
//! use issuedby_registry::{
//!     AccountName, CaName, CaUpload, DomainKind, DomainName, MemoryRegistry, Registry, UnixTime, UploadPolicy,
//!     upload,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut registry = MemoryRegistry::new();
//! let account = AccountName::parse("acme")?;
//! let now = issuedby::check_time(1_800_000_000);
//!
//! # std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/certs"))?;
//! let ca = issuedby::CaCertificate::from_pem(&std::fs::read("ca.pem")?)?;
//! let request = CaUpload { account: account.clone(), name: CaName::parse("clients")?, ca, now };
//! let uploaded = upload(&mut registry, request, UploadPolicy::default())?;
//! assert!(uploaded.record.id.as_str().starts_with("mtlsca_"));
//!
//! let domain = DomainName::parse("api.example.com")?;
//! registry.add_domain(&account, &domain, DomainKind::Managed, now)?;
//! let snapshot = registry.snapshot(&domain)?.ok_or("the domain is active")?;
//! assert_eq!(snapshot.cas().len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Rules
//!
//! - There is no login: whoever can open the registry is its authority. An account exists from the first
//!   certificate or domain that is created in it, and never sees what another has.
//! - Of a certificate only the name can change. The certificate itself, its dates and its subject are facts.
//! - Every change gives the registry a new [`Generation`], and no refusal does. Generations only grow, so that
//!   none is used twice, also after everything was deleted.
//! - There is no clock: the caller passes the time.
//!
//! [`Registry`] says what every implementation does. [`SqliteRegistry`] is the one for use, and [`MemoryRegistry`]
//! the model that it is compared with.
#![forbid(unsafe_code)]
#![warn(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]
#![cfg_attr(
    test,
    allow(
        clippy::as_conversions,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used
    )
)]

pub mod account;
pub mod ca_name;
pub mod cert_id;
mod closest_name;
pub mod domain;
pub mod error;
pub mod generation;
pub mod host;
pub mod limits;
pub mod lint;
pub mod memory;
mod quoted;
pub mod record;
pub mod registry;
pub mod snapshot;
pub mod sqlite;
pub mod storage_error;
pub mod upload;

pub use account::AccountName;
pub use ca_name::CaName;
pub use cert_id::CertId;
pub use domain::{DomainKind, DomainName, DomainState};
pub use error::{ErrorClass, RegistryError};
pub use generation::{Generation, Incarnation};
pub use host::HostError;
pub use issuedby::UnixTime;
pub use memory::MemoryRegistry;
pub use record::{CaCertificateRecord, CaValidity, DomainRecord, NewCaCertificate};
pub use registry::{Poll, Registry};
pub use snapshot::Snapshot;
pub use sqlite::{
    AccountContents, Backup, CheckReport, Counts, Defect, Difference, Existing, Restore, Restored,
    SqliteRegistry,
};
pub use storage_error::{StorageError, StorageErrorKind};
pub use upload::{CaUpload, UploadError, UploadPolicy, Uploaded, upload};
