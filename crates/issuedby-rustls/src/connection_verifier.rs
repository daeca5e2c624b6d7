//! What a client presented in a handshake that fails.

use std::fmt;
use std::sync::{Arc, OnceLock};

use pki_types::{CertificateDer, UnixTime};
use rustls::client::danger::HandshakeSignatureValid;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

use crate::danger::RecordingVerifier;
use crate::possession::PossessionFailure;

/// A [`RecordingVerifier`] for one connection, which remembers what the client presented: rustls forgets it where the
/// handshake fails, so that nothing could be said of whose handshake it was.
///
/// Use one for a single connection, in a `ServerConfig` of its own: whoever shares it has the certificate of the first.
pub struct ConnectionVerifier {
    verifier: Arc<RecordingVerifier>,
    certificate: OnceLock<Box<[u8]>>,
    failure: OnceLock<PossessionFailure>,
}

impl ConnectionVerifier {
    /// Verifies as `verifier` does.
    pub fn new(verifier: Arc<RecordingVerifier>) -> Self {
        Self { verifier, certificate: OnceLock::new(), failure: OnceLock::new() }
    }

    /// The client's own certificate as it came, DER or anything else. Nothing is known of it, not even that the client
    /// holds its key.
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificate.get().map(AsRef::as_ref)
    }

    /// Why the client could not show that it holds the key, if it tried.
    pub fn failure(&self) -> Option<PossessionFailure> {
        self.failure.get().copied()
    }

    fn remember(
        &self,
        certificate: &CertificateDer<'_>,
        shown: Result<HandshakeSignatureValid, Error>,
    ) -> Result<HandshakeSignatureValid, Error> {
        if shown.is_err() {
            self.failure.get_or_init(|| PossessionFailure::of(certificate));
        }
        shown
    }
}

impl ClientCertVerifier for ConnectionVerifier {
    fn client_auth_mandatory(&self) -> bool {
        self.verifier.client_auth_mandatory()
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.verifier.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.certificate.get_or_init(|| end_entity.as_ref().into());
        self.verifier.verify_client_cert(end_entity, intermediates, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.remember(cert, self.verifier.verify_tls12_signature(message, cert, dss))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.remember(cert, self.verifier.verify_tls13_signature(message, cert, dss))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

/// Whether there is a certificate, and the failure; never the certificate.
impl fmt::Debug for ConnectionVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionVerifier")
            .field("has_certificate", &self.certificate.get().is_some())
            .field("failure", &self.failure.get())
            .finish_non_exhaustive()
    }
}
