//! Proof that a client holds the key of the certificate that it presents.

use issuedby::Reason;
use issuedby::certificate::{key_defect, possession_key};
use pki_types::{CertificateDer, SignatureVerificationAlgorithm, SubjectPublicKeyInfoDer};
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls13_signature_with_raw_key};
use rustls::{CertificateError, DigitallySignedStruct, Error, PeerMisbehaved, SignatureScheme};
use webpki::RawPublicKeyEntity;

/// Checks the signature over the handshake (RFC 8446 section 4.4.3) with the [`possession_key`] of the core.
///
/// rustls' usual helpers parse the certificate with webpki, so that one that webpki does not take would end in an
/// alert in place of a verdict.
#[derive(Debug)]
pub(crate) struct Possession {
    algorithms: WebPkiSupportedAlgorithms,
}

/// The reason for which a client could not prove that it holds the key of its certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PossessionFailure {
    /// The key cannot be used: the certificate has none (`malformed`), or its kind or size is not accepted
    /// (`key_unsupported`, `key_too_weak`).
    Key(Reason),
    /// The key is accepted, and the signature over the handshake does not verify with it.
    Signature,
}

impl PossessionFailure {
    /// The reason for which the signature over a handshake did not verify with the key of this certificate.
    pub fn of(certificate: &[u8]) -> Self {
        let defect = possession_key(certificate).map_or(Some(Reason::Malformed), key_defect);
        defect.map_or(Self::Signature, Self::Key)
    }
}

impl Possession {
    pub(crate) fn new(provider: &CryptoProvider) -> Self {
        Self { algorithms: provider.signature_verification_algorithms }
    }

    pub(crate) fn schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }

    /// TLS 1.3: the scheme names hash and curve.
    pub(crate) fn tls13(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let key = public_key_info(certificate)?;
        verify_tls13_signature_with_raw_key(message, &key, signed, &self.algorithms)
    }

    /// TLS 1.2: the scheme names the hash, and the curve is the key's (RFC 5246 section 7.4.1.4.1).
    pub(crate) fn tls12(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let key = public_key_info(certificate)?;
        let key = RawPublicKeyEntity::try_from(&key).map_err(|_| CertificateError::BadEncoding)?;
        let holds = |algorithm: &dyn SignatureVerificationAlgorithm| {
            key.verify_signature(algorithm, message, signed.signature()).is_ok()
        };
        match self.algorithms_of(signed.scheme)?.iter().any(|algorithm| holds(*algorithm)) {
            true => Ok(HandshakeSignatureValid::assertion()),
            false => Err(CertificateError::BadSignature.into()),
        }
    }

    fn algorithms_of(
        &self,
        scheme: SignatureScheme,
    ) -> Result<&'static [&'static dyn SignatureVerificationAlgorithm], Error> {
        let found = self.algorithms.mapping.iter().find(|(known, _)| *known == scheme);
        found
            .map(|(_, algorithms)| *algorithms)
            .ok_or_else(|| PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme.into())
    }
}

/// The methods of a [`ClientCertVerifier`](rustls::server::danger::ClientCertVerifier) that check possession, for a
/// type with a field `possession`.
macro_rules! checks_possession {
    () => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            cert: &pki_types::CertificateDer<'_>,
            dss: &rustls::DigitallySignedStruct,
        ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
            self.possession.tls12(message, cert, dss)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            cert: &pki_types::CertificateDer<'_>,
            dss: &rustls::DigitallySignedStruct,
        ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
            self.possession.tls13(message, cert, dss)
        }

        fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
            self.possession.schemes()
        }
    };
}
pub(crate) use checks_possession;

/// The key of the presented certificate. A certificate that cannot be parsed may have one too, in the usual place: its
/// verdict is FAILED whatever key that is, and its client gets that verdict.
fn public_key_info<'a>(presented: &'a CertificateDer<'_>) -> Result<SubjectPublicKeyInfoDer<'a>, Error> {
    let key = possession_key(presented).ok_or(CertificateError::BadEncoding)?;
    Ok(SubjectPublicKeyInfoDer::from(key))
}
