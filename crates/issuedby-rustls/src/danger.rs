//! Verifiers that weaken the handshake, for servers that evaluate afterwards.

use std::fmt;

use pki_types::{CertificateDer, UnixTime};
use rustls::crypto::CryptoProvider;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DistinguishedName, Error};

use issuedby::CaSet;

use crate::hints::hints;
use crate::possession::{Possession, checks_possession};

pub use crate::connection_verifier::ConnectionVerifier;

/// A verifier that accepts every client: without a certificate, and with any certificate whose key it holds.
///
/// **Such a connection says nothing about its client** before [`Client::evaluate`](crate::Client::evaluate) does. Use it for
/// servers that send a readable reason in place of an alert. A server that forgets to evaluate lets everyone in.
///
/// The handshake fails only where possession of the key cannot be shown: the signature does not hold, the key is of a
/// kind that the provider does not verify, or no key could be found in what was presented. [`ConnectionVerifier`] says
/// which.
pub struct RecordingVerifier {
    possession: Possession,
    hints: Vec<DistinguishedName>,
}

impl RecordingVerifier {
    /// A verifier that checks the signatures of handshakes with `provider`, and nothing else.
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
