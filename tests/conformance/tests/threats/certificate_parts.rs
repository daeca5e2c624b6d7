//! A certificate in its three parts, so that its signature can be exchanged.

use issuedby::{Verifier, check_time};
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{bit_string, element, read, sequence};
use issuedby_conformance::outcome::{Outcome, seconds, verifier};
use issuedby_conformance::template::NOW;

/// The parts of a certificate (RFC 5280 section 4.1).
pub(crate) struct Parts {
    signed: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

impl Parts {
    /// The parts of a certificate in DER.
    pub(crate) fn of(certificate: &[u8]) -> Self {
        let (_, contents, _) = read(certificate);
        let (_, signed, rest) = read(contents);
        let (_, algorithm, rest) = read(rest);
        let (_, signature, _) = read(rest);
        Self {
            signed: element(0x30, signed),
            algorithm: element(0x30, algorithm),
            signature: signature[1..].to_vec(),
        }
    }

    /// The bytes of the signature, without the count of unused bits.
    pub(crate) fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The same certificate with other bytes for its signature.
    pub(crate) fn with_signature(&self, signature: &[u8]) -> Vec<u8> {
        self.with_signature_element(&bit_string(signature))
    }

    /// The same certificate with another element for its signature.
    pub(crate) fn with_signature_element(&self, signature: &[u8]) -> Vec<u8> {
        sequence(&[&self.signed, &self.algorithm, signature])
    }
}

/// A client's certificate under a new P-256 CA, and a verifier that accepts it.
pub(crate) fn p256() -> (Verifier, Parts) {
    let issuer = Issuer::new();
    let verifier = verifier(&issuer.certificate()).expect("a CA");
    let leaf = issuer.issue(&issuer.client());
    assert_eq!(answer(&verifier, &leaf), "SUCCESS");
    (verifier, Parts::of(&leaf))
}

/// The verifier's answer, as the ledgers write it.
pub(crate) fn answer(verifier: &Verifier, leaf: &[u8]) -> String {
    Outcome::of_verdict(&verifier.evaluate(Some(leaf), check_time(seconds(NOW)))).to_string()
}
