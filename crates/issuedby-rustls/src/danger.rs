//! What weakens the handshake, for servers that evaluate afterwards.

use std::fmt;

use pki_types::{CertificateDer, UnixTime};
use rustls::crypto::CryptoProvider;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DistinguishedName, Error};

use issuedby::CaSet;

use crate::hints::hints;
use crate::possession::{Possession, checks_possession};

pub use crate::connection_verifier::ConnectionVerifier;

/// Lets every client in: without a certificate, and with any whose key it shows to hold.
///
/// **A connection says nothing about its client then**, until [`Client::evaluate`](crate::Client::evaluate) has. This is for
/// servers that answer a refusal with a reason that people can read, in place of an alert; one that forgets to evaluate
/// lets everybody in.
///
/// The handshake fails only where possession of the key cannot be shown: the signature does not hold, the key is of a
/// kind that the provider does not verify, or no key could be found in what was presented. [`ConnectionVerifier`] tells
/// which.
pub struct RecordingVerifier {
    possession: Possession,
    hints: Vec<DistinguishedName>,
}

impl RecordingVerifier {
    /// Verifies the signatures of handshakes with `provider`, and nothing else.
    pub fn new(provider: &CryptoProvider) -> Self {
        Self { possession: Possession::new(provider), hints: Vec::new() }
    }

    /// Sends the names of these CAs to the clients (see [`hints`]).
    #[must_use]
    pub fn with_hints(mut self, cas: &CaSet) -> Self {
        self.hints = hints(cas);
        self
    }
}

impl ClientCertVerifier for RecordingVerifier {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    checks_possession!();
}

impl fmt::Debug for RecordingVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingVerifier").finish_non_exhaustive()
    }
}
