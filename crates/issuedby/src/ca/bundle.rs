//! Several CAs in one PEM text: each certificate with its fitness.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::{CaBundleError, CaCertificate, CaError, CaWarning, UnfitCertificate};
use crate::certificate::Certificate;
use crate::fingerprint::Fingerprint;
use crate::pem::{self, BundleBlock};

/// The certificates of a PEM text, each loaded as a CA or with the error that keeps it from being one.
#[derive(Debug)]
pub struct CaBundle {
    members: Vec<BundleMember>,
}

/// A certificate of a bundle.
#[derive(Debug)]
#[non_exhaustive]
pub struct BundleMember {
    /// Its number in the text, counted from 1.
    pub number: usize,
    /// The line of its BEGIN, counted from 1; `None` where the text is PEM inside another text.
    pub line: Option<usize>,
    /// The number of the first certificate with the same DER, if this is not the first.
    pub repeats: Option<usize>,
    /// The CA, or why it cannot be one.
    pub loaded: Result<CaCertificate, UnfitCertificate>,
}

impl CaBundle {
    /// Reads every certificate of PEM text that holds one or more, also where the whole text is PEM in a
    /// [`Wrapping`](crate::pem::Wrapping).
    ///
    /// # Errors
    ///
    /// [`CaBundleError`] without unfit certificates, for the text: `private_key_found`, `too_large` (more than
    /// [`MAX_PEM_SIZE`](crate::limits::MAX_PEM_SIZE) bytes or
    /// [`MAX_BUNDLE_CERTIFICATES`](crate::limits::MAX_BUNDLE_CERTIFICATES) certificates), `pem_expected` or `malformed`.
    pub fn from_pem(pem: &[u8]) -> Result<Self, CaBundleError> {
        let blocks = pem::bundle_blocks(pem).map_err(|error| CaBundleError::of_text(error.into()))?;
        let mut first_with: BTreeMap<Fingerprint, usize> = BTreeMap::new();
        let members = blocks.into_iter().zip(1..).map(|(block, number)| {
            let repeats = block.der.as_ref().ok().and_then(|der| {
                let first = *first_with.entry(Fingerprint::of(der)).or_insert(number);
                (first != number).then_some(first)
            });
            BundleMember::load(block, number, repeats)
        });
        let mut members: Vec<_> = members.collect();
        warn_of_repetitions(&mut members);
        Ok(Self { members })
    }

    /// Every certificate, in the order of the text.
    pub fn members(&self) -> &[BundleMember] {
        &self.members
    }

    /// Every certificate, in the order of the text, each a value of its own.
    pub fn into_members(self) -> Vec<BundleMember> {
        self.members
    }

    /// The CAs, each once, in the order of the text.
    ///
    /// # Errors
    ///
    /// [`CaBundleError`] with every certificate that is unfit.
    pub fn into_cas(self) -> Result<Vec<CaCertificate>, CaBundleError> {
        let count = self.members.len();
        let (mut cas, mut unfit) = (Vec::new(), Vec::new());
        for BundleMember { repeats, loaded, .. } in self.members {
            match loaded {
                Ok(ca) if repeats.is_none() => cas.push(ca),
                Ok(_) => {}
                Err(error) => unfit.push(error),
            }
        }
        if unfit.is_empty() { Ok(cas) } else { Err(CaBundleError::of_unfit(unfit, count)) }
    }
}

impl BundleMember {
    fn load(block: BundleBlock, number: usize, repeats: Option<usize>) -> Self {
        let BundleBlock { line, der } = block;
        let loaded = match der {
            Ok(der) => CaCertificate::from_der(&der).map_err(|error| (Some(der), error)),
            Err(error) => Err((None, CaError::from(error))),
        };
        let loaded = loaded.map_err(|(der, error)| {
            let certificate = der.as_deref().and_then(|der| Certificate::from_der(der).ok());
            let subject = certificate.and_then(|certificate| certificate.subject().ok().map(Into::into));
            UnfitCertificate { number, line, subject, error }
        });
        Self { number, line, repeats, loaded }
    }
}

/// Puts the warning on the first of several equal CAs.
fn warn_of_repetitions(members: &mut [BundleMember]) {
    let repeated: Vec<usize> = members.iter().filter_map(|member| member.repeats).collect();
    for number in repeated {
        let first = number.checked_sub(1).and_then(|index| members.get_mut(index));
        if let Some(Ok(ca)) = first.map(|first| &mut first.loaded)
            && !ca.warnings.contains(&CaWarning::RepeatedInBundle)
        {
            ca.warnings.push(CaWarning::RepeatedInBundle);
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};
    use alloc::vec;

    use super::*;
    use crate::error_details::ErrorDetails;
    use crate::limits::MAX_BUNDLE_CERTIFICATES;
    use crate::pem::encode_certificate;
    use crate::reason::Reason;

    const CA: &[u8] = include_bytes!("../../../../tests/certs/ca.der");
    const CLIENT: &[u8] = include_bytes!("../../../../tests/certs/client.der");

    fn text(certificates: &[&[u8]]) -> String {
        certificates.iter().map(|der| encode_certificate(der)).collect()
    }

    #[test]
    fn every_unfit_certificate_is_listed_beside_the_fit_ones() {
        let pem = text(&[CLIENT, CA, b"0\0", CA, CLIENT]);
        let bundle = CaBundle::from_pem(pem.as_bytes()).unwrap();
        let fit: Vec<_> =
            bundle.members().iter().map(|member| (member.number, member.loaded.is_ok())).collect();
        assert_eq!(fit, [(1, false), (2, true), (3, false), (4, true), (5, false)]);
        let repeats: Vec<_> = bundle.members().iter().map(|member| member.repeats).collect();
        assert_eq!(repeats, [None, None, None, Some(2), Some(1)]);

        let error = bundle.into_cas().unwrap_err();
        let unfit: Vec<_> = error.unfit().iter().map(|one| (one.number(), one.error().reason())).collect();
        assert_eq!(unfit, [(1, Reason::NotACa), (3, Reason::Malformed), (5, Reason::NotACa)]);
        assert_eq!(error.code(), "not_a_ca");
        assert!(error.unfit()[0].subject().unwrap().to_string().starts_with("CN=client-1"));
        assert!(error.to_string().contains("certificate 3 on line"), "{error}");
    }

    #[test]
    fn a_repeated_ca_is_loaded_once_with_a_warning() {
        let pem = text(&[CA, CA, CA]);
        let cas = CaCertificate::from_pem_bundle(pem.as_bytes()).unwrap();
        let warnings: Vec<_> = cas.iter().map(|ca| ca.warnings().to_vec()).collect();
        assert_eq!(warnings, [vec![CaWarning::RepeatedInBundle]]);
    }

    #[test]
    fn the_number_of_certificates_is_limited() {
        let block = encode_certificate(b"0\0");
        let full = CaBundle::from_pem(block.repeat(MAX_BUNDLE_CERTIFICATES).as_bytes()).unwrap();
        assert_eq!(full.members().len(), MAX_BUNDLE_CERTIFICATES);
        // However many there are to list, the sentence stays short.
        let message = full.into_cas().unwrap_err().to_string();
        assert!(message.contains(" more") && message.len() < 10_000, "{}", message.len());
        let beyond = block.repeat(MAX_BUNDLE_CERTIFICATES + 1);
        let error = CaBundle::from_pem(beyond.as_bytes()).unwrap_err();
        assert_eq!((error.reason(), error.unfit().len()), (Reason::TooLarge, 0));
    }

    #[test]
    fn a_block_that_is_no_base64_is_one_of_the_unfit() {
        let broken = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n";
        let pem = text(&[CA]) + broken + &text(&[CLIENT]);
        let error = CaCertificate::from_pem_bundle(pem.as_bytes()).unwrap_err();
        let found: Vec<_> = error.unfit().iter().map(|one| (one.number(), one.error().reason())).collect();
        assert_eq!(found, [(2, Reason::Malformed), (3, Reason::NotACa)]);
        let line = text(&[CA]).lines().count() + 1;
        assert_eq!(error.unfit()[0].line(), Some(line));
    }
}
