//! The verifier that refuses every handshake without a verified certificate.

use std::fmt;
use std::sync::Arc;

use issuedby::Verdict;
use pki_types::{CertificateDer, UnixTime};
use rustls::crypto::CryptoProvider;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DistinguishedName, Error};

use crate::current::CurrentVerifier;
use crate::hints::hints;
use crate::possession::{Possession, checks_possession};
use crate::rustls_error::to_rustls_error;

/// A client without a certificate that one of the CAs issued gets an alert and no connection.
///
/// It evaluates full handshakes only: rustls does not call the verifier when a session is resumed. Turn resumption off, or
/// call [`Client::evaluate`](crate::Client::evaluate) for every request.
pub struct EnforcingVerifier {
    current: Arc<CurrentVerifier>,
    possession: Possession,
    hints: Vec<DistinguishedName>,
    on_refusal: Option<Box<Observer>>,
}

type Observer = dyn Fn(&Verdict<'_>) + Send + Sync;

impl EnforcingVerifier {
    /// A verifier with the CAs of `current`; `provider` verifies the signatures of handshakes.
    pub fn new(current: Arc<CurrentVerifier>, provider: &CryptoProvider) -> Self {
        Self { current, possession: Possession::new(provider), hints: Vec::new(), on_refusal: None }
    }

    /// Sends the names of the **current** CAs to the clients (see [`hints`]).
    ///
    /// rustls borrows the list for as long as the verifier lives, so that it does not change with the CAs: a server
    /// that wants it to makes another verifier, and a configuration with it, when they have changed.
    #[must_use]
    pub fn with_hints(mut self) -> Self {
        self.hints = hints(self.current.verifier().cas());
        self
    }

    /// Calls `observer` with the verdict of every refusal, for the log: the client gets only an alert.
    #[must_use]
    pub fn on_refusal(mut self, observer: impl Fn(&Verdict<'_>) + Send + Sync + 'static) -> Self {
        self.on_refusal = Some(Box::new(observer));
        self
    }
}

impl ClientCertVerifier for EnforcingVerifier {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let chain: Vec<&[u8]> = intermediates.iter().map(AsRef::as_ref).collect();
        let numbered = self.current.numbered();
        let verdict = numbered.verifier.evaluate_with_chain(Some(end_entity), now, &chain);
        match verdict.reason() {
            None if verdict.verified() => Ok(ClientCertVerified::assertion()),
            reason => {
                if let Some(observer) = &self.on_refusal {
                    observer(&verdict);
                }
                // A refusal always has a reason.
                Err(to_rustls_error(reason.unwrap_or(issuedby::Reason::Malformed)))
            }
        }
    }

    checks_possession!();
}

impl fmt::Debug for EnforcingVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnforcingVerifier").field("current", &self.current).finish_non_exhaustive()
    }
}
