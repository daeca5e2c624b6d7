//! The verifiers whose acceptance is compared with the oracle's.

use std::process::Command;
use std::time::Duration;

use pki_types::{CertificateDer, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::case::Case;
use crate::programs::Programs;

/// A verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Peer {
    /// OpenSSL's `X509_verify_cert`.
    OpenSsl,
    /// The same with `X509_V_FLAG_X509_STRICT`.
    OpenSslStrict,
    /// Go's `crypto/x509`.
    Go,
    /// pyca/cryptography's `ClientVerifier`.
    Pyca,
    /// rustls-webpki alone.
    Webpki,
}

impl Peer {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 5] = [Self::OpenSsl, Self::OpenSslStrict, Self::Go, Self::Pyca, Self::Webpki];

    /// The name in the ledger.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenSsl => "openssl",
            Self::OpenSslStrict => "openssl-strict",
            Self::Go => "go",
            Self::Pyca => "pyca",
            Self::Webpki => "webpki",
        }
    }

    /// The peer of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|peer| peer.name() == name)
    }

    /// The program, where it is one.
    pub fn command(self, programs: &Programs) -> Option<Command> {
        match self {
            Self::OpenSsl => Some(programs.openssl()),
            Self::OpenSslStrict => {
                let mut command = programs.openssl();
                command.arg("strict");
                Some(command)
            }
            Self::Go => Some(programs.go()),
            Self::Pyca => Some(programs.pyca()),
            Self::Webpki => None,
        }
    }
}

/// The answer of a peer that accepts a case.
pub const ACCEPTED: &str = "accepted";

/// The answer of bare webpki with these CAs as its anchors: [`ACCEPTED`], or its error.
pub fn webpki(case: &Case, cas: &[&[u8]]) -> String {
    let cas: Vec<_> = cas.iter().map(|der| CertificateDer::from(*der)).collect();
    let leaf = CertificateDer::from(case.leaf.as_slice());
    // Anchors that it cannot read are left out, as with the other peers.
    let mut unreadable = None;
    let anchors: Vec<_> = cas
        .iter()
        .filter_map(|ca| anchor_from_trusted_cert(ca).map_err(|error| unreadable = Some(error)).ok())
        .collect();
    if let (true, Some(error)) = (anchors.is_empty(), unreadable) {
        return format!("unreadable CA {error:?}");
    }
    // Its times begin in 1970. To one before that no certificate is valid either.
    let now = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(case.time).unwrap_or(0)));
    let verify = || {
        EndEntityCert::try_from(&leaf)?
            .verify_for_usage(
                webpki::ALL_VERIFICATION_ALGS,
                &anchors,
                &[],
                now,
                KeyUsage::client_auth(),
                None,
                None,
            )
            .map(|_| ())
    };
    verify().map_or_else(|error| format!("{error:?}"), |()| ACCEPTED.to_owned())
}
