//! The parts of a certificate that only the verifier reads.

use super::error::{ParseError, ParseFault};
use super::serial_number::{self, SerialNumberDefect};
use super::{Certificate, extension_oid, signed};
use crate::reason::{Reason, ReasonSet};

impl Certificate<'_> {
    /// Structure defects other than those of the issuer, which the verifier evaluates on its way to the CA.
    pub(crate) fn defects_but_issuer(&self) -> ReasonSet {
        let mut defects = ReasonSet::default();
        let extensions = &self.fields.extensions;
        if self.fields.version != 2 {
            defects.insert(Reason::UnsupportedVersion);
        }
        if self.trailing != 0 {
            defects.insert(Reason::TrailingData);
        }
        if extensions.duplicate.is_some() {
            defects.insert(Reason::DuplicateExtension);
        }
        if serial_number::defect(self.serial_number()).is_some() {
            defects.insert(Reason::InvalidSerial);
        }
        if let Err(error) = self.subject() {
            defects.insert(error.reason(Reason::MalformedSubject));
        }
        defects
    }

    /// The bytes after the certificate, as an error.
    pub(crate) fn trailing_data(&self) -> Option<ParseError> {
        (self.trailing != 0).then(|| ParseError {
            reason: Reason::TrailingData,
            what: "the certificate",
            offset: self.der.len(),
            fault: ParseFault::TrailingAfterCertificate { bytes: self.trailing },
        })
    }

    pub(crate) fn issuer_contents(&self) -> &[u8] {
        self.fields.issuer.of(&self.der)
    }

    pub(crate) fn subject_contents(&self) -> &[u8] {
        self.fields.subject.of(&self.der)
    }

    pub(crate) fn to_be_signed(&self) -> &[u8] {
        self.fields.to_be_signed.of(&self.der)
    }

    pub(crate) fn signature(&self) -> &[u8] {
        self.fields.signature.of(&self.der)
    }

    /// Tells whether the algorithm inside the TBSCertificate is the one beside the signature
    /// (RFC 5280 section 4.1.1.2).
    pub(crate) fn algorithms_agree(&self) -> bool {
        self.fields.inner_algorithm.of(&self.der) == self.signature_algorithm()
    }

    /// The contents of the public key's BIT STRING.
    pub(crate) fn key_bytes(&self) -> &[u8] {
        self.fields.key.bytes.of(&self.der)
    }

    /// The object identifier of the first extension that stands twice.
    pub(crate) fn duplicate_extension(&self) -> Option<&[u8]> {
        self.fields.extensions.duplicate.map(|oid| oid.of(&self.der))
    }

    /// The object identifier of the first critical extension that a leaf must not have.
    pub(crate) fn unknown_critical_extension(&self) -> Option<&[u8]> {
        self.fields.extensions.unknown_critical.first().map(|oid| oid.of(&self.der))
    }

    /// The object identifiers of the critical extensions that a leaf must not have; of many, the first few.
    pub(crate) fn unknown_critical_extensions(&self) -> impl Iterator<Item = &[u8]> {
        self.fields.extensions.unknown_critical.iter().map(|oid| oid.of(&self.der))
    }

    /// The object identifier of the first critical extension that a CA must not have.
    pub(crate) fn unknown_critical_extension_of_ca(&self) -> Option<&[u8]> {
        self.fields.extensions.unknown_critical_of_ca.map(|oid| oid.of(&self.der))
    }

    /// The error in the contents of a critical subjectAltName or nameConstraints, if they cannot be read.
    pub(crate) fn unreadable_critical_extension(&self) -> Option<ParseError> {
        match self.unknown_critical_extension()? {
            extension_oid::ID_CE_SUBJECT_ALTERNATIVE_NAME => self.alternative_names()?.check().err(),
            extension_oid::ID_CE_NAME_CONSTRAINTS => self.name_constraints()?.err(),
            _ => None,
        }
    }

    /// The part that RFC 5280 allows and webpki does not read: a noun, with its section.
    pub(crate) fn unsupported_by_verifier(&self) -> Option<&'static str> {
        if self.fields.has_unique_identifier {
            Some("a unique identifier (RFC 5280 section 4.1.2.8)")
        } else if self.fields.not_before < 0 {
            Some("a notBefore before 1970 (RFC 5280 section 4.1.2.5)")
        } else if self.fields.extensions.has_critical_policies {
            Some("a critical certificatePolicies (RFC 5280 section 4.2.1.4)")
        } else if self.path_length().is_some_and(|length| length > u64::from(u8::MAX)) {
            Some("a pathLenConstraint above 255 (RFC 5280 section 4.2.1.9)")
        } else {
            None
        }
    }

    /// Tells whether it has an issuerUniqueID or a subjectUniqueID (RFC 5280 section 4.1.2.8).
    pub(crate) fn has_unique_identifier(&self) -> bool {
        self.fields.has_unique_identifier
    }

    /// The rule that the serial number breaks, if any.
    pub(crate) fn serial_number_defect(&self) -> Option<SerialNumberDefect> {
        serial_number::defect(self.serial_number())
    }

    pub(crate) fn is_valid_at(&self, now: u64) -> bool {
        let now = signed(now);
        self.fields.not_before <= now && now <= self.fields.not_after
    }

    /// notBefore and notAfter in Unix seconds.
    pub(crate) fn validity(&self) -> (i64, i64) {
        (self.fields.not_before, self.fields.not_after)
    }
}
