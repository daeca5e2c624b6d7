//! The certificate that a client presented in a handshake that fails.

use std::fmt;
use std::sync::{Arc, OnceLock};

use pki_types::{CertificateDer, UnixTime};
use rustls::client::danger::HandshakeSignatureValid;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};

use crate::danger::RecordingVerifier;
use crate::possession::PossessionFailure;

/// A [`RecordingVerifier`] for one connection that remembers the certificate of the client. rustls forgets it where the
/// handshake fails, and the log could not say whose handshake it was.
///
/// Use one for a single connection, in a `ServerConfig` of its own: connections that share it share the first certificate.
pub struct ConnectionVerifier {
    verifier: Arc<RecordingVerifier>,
    certificate: OnceLock<Box<[u8]>>,
    failure: OnceLock<PossessionFailure>,
}

impl ConnectionVerifier {
    /// A verifier for one connection that verifies as `verifier` does.
    pub fn new(verifier: Arc<RecordingVerifier>) -> Self {
        Self { verifier, certificate: OnceLock::new(), failure: OnceLock::new() }
    }

    /// The client's own certificate as it came, DER or any other bytes. It is not verified, and the client may not hold
    /// its key.
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificate.get().map(AsRef::as_ref)
    }

    /// The reason for which the client could not prove that it holds the key, if it tried.
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

/// The presence of a certificate, and the failure; never the certificate.
impl fmt::Debug for ConnectionVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionVerifier")
            .field("has_certificate", &self.certificate.get().is_some())
            .field("failure", &self.failure.get())
            .finish_non_exhaustive()
    }
}
