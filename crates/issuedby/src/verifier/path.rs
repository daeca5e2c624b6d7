//! The decision of webpki: path validity with one CA as the only trust anchor and no intermediates.

use alloc::vec::Vec;

use pki_types::{CertificateDer, Der, SignatureVerificationAlgorithm, TrustAnchor};
use webpki::{
    EndEntityCert, Error, ExtendedKeyUsageValidator, KeyPurposeId, KeyPurposeIdIter, KeyUsage,
    RequiredEkuNotFoundContext,
};

use crate::ca::LoadedCa;
use crate::certificate::extension_oid as oid;
use crate::certificate::{Certificate, unix_time};

/// Asks webpki whether `certificate` is a client certificate that `ca` issued, at `now`.
///
/// The caller has found the CA's subject equal to the leaf's issuer, normalized. webpki compares bytes:
/// it is given an anchor that carries the leaf's own encoding of that name. Nothing here allocates where
/// the answer is yes or is a wrong signature.
pub(super) fn verify(
    ca: &LoadedCa,
    algorithm: &dyn SignatureVerificationAlgorithm,
    certificate: &Certificate<'_>,
    now: u64,
    usage: ClientAuth,
) -> Result<(), Error> {
    let der = CertificateDer::from(certificate.der());
    let leaf = EndEntityCert::try_from(&der)?;
    // Two parsers that read different certificates from the same bytes must not add up to a SUCCESS.
    let same = leaf.issuer() == certificate.issuer_contents()
        && leaf.subject() == certificate.subject_contents()
        && leaf.serial() == certificate.serial_number();
    if !same {
        return Err(Error::BadDer);
    }
    let of_certificate = ca.ca.anchor();
    let anchor = TrustAnchor {
        subject: Der::from_slice(certificate.issuer_contents()),
        subject_public_key_info: Der::from_slice(&of_certificate.subject_public_key_info),
        name_constraints: of_certificate.name_constraints.as_deref().map(Der::from_slice),
    };
    let anchors = core::slice::from_ref(&anchor);
    leaf.verify_for_usage(&[algorithm], anchors, &[], unix_time(now), usage, None, None).map(|_| ())
}

/// Client authentication, as webpki's own validator means it, but without allocating.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum ClientAuth {
    /// An absent extKeyUsage is no restriction.
    IfPresent,
    /// An absent extKeyUsage is refused.
    Required,
}

impl ExtendedKeyUsageValidator for ClientAuth {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> Result<(), Error> {
        const CLIENT_AUTH: KeyPurposeId<'static> = KeyPurposeId::new(oid::CLIENT_AUTH);

        let mut absent = true;
        for purpose in purposes {
            if purpose? == CLIENT_AUTH {
                return Ok(());
            }
            absent = false;
        }
        match (absent, self) {
            (true, Self::IfPresent) => Ok(()),
            _ => Err(Error::RequiredEkuNotFoundContext(RequiredEkuNotFoundContext {
                required: KeyUsage::client_auth(),
                present: Vec::new(),
            })),
        }
    }
}

#[cfg(all(test, any(feature = "aws-lc-rs", feature = "ring")))]
mod tests {
    use super::*;
    use crate::CaSet;
    use crate::ca::CaCertificate;

    /// 2026-11-23T12:00:00Z
    const NOW: u64 = 1_795_435_200;

    fn answer(leaf: &[u8], usage: ClientAuth) -> Result<(), Error> {
        let ca = CaCertificate::from_pem(include_bytes!("../../../../tests/certs/ca.pem")).unwrap();
        let cas = CaSet::new([ca]).unwrap();
        let der = crate::input::certificate_der(leaf).unwrap();
        let certificate = Certificate::from_der(&der).unwrap();
        let ca = cas.candidates(&certificate).unwrap().only().unwrap();
        let algorithm = ca.algorithm(certificate.signature_algorithm()).unwrap();
        verify(ca, algorithm, &certificate, NOW, usage)
    }

    /// Our own rules refuse these before webpki is asked; it would refuse them alone.
    #[test]
    fn webpki_refuses_what_may_not_authenticate_clients() {
        let good = include_bytes!("../../../../tests/certs/client.pem");
        let server_only = include_bytes!("../../../../tests/certs/client-server-only.pem");
        for usage in [ClientAuth::IfPresent, ClientAuth::Required] {
            assert_eq!(answer(good, usage), Ok(()));
            assert!(
                matches!(answer(server_only, usage), Err(Error::RequiredEkuNotFoundContext(_))),
                "{usage:?}"
            );
        }
    }
}
