//! A certificate, parsed once and borrowed: its fields, its extensions, and what is wrong with its form.
//!
//! A parsed certificate is not a trusted one. Nothing here says who issued it: that is the
//! [`Verifier`](crate::Verifier)'s answer.

mod algorithm_text;
mod broken_hash;
mod defects;
pub(crate) mod der;
mod ed25519;
pub(crate) mod error;
pub(crate) mod extension_oid;
pub(crate) mod extensions;
pub(crate) mod key;
mod key_sizes;
mod key_usage;
mod parse;
pub(crate) mod policies;
mod possession_key;
mod serial_number;
mod time;
mod tolerant;

use alloc::borrow::Cow;
use core::fmt;

use pki_types::UnixTime;

pub use broken_hash::BrokenHash;
pub use error::ParseError;
pub use extensions::ExtendedKeyUsage;
pub use key::KeyAlgorithm;
pub(crate) use key_sizes::KeyFitness;
pub use key_usage::KeyUsage;
pub(crate) use policies::{Policies, RequiredPolicy, non_negative};
pub use possession_key::{describe_key, key_defect, possession_key, public_key_info_by_structure};
pub(crate) use serial_number::{SerialNumber, SerialNumberDefect};
pub(crate) use time::{date_time, is_representable};
pub(crate) use tolerant::check_extended_key_usage;

use crate::fingerprint::Fingerprint;
use crate::general_name::GeneralNames;
use crate::name::{Name, NameError};
use crate::name_constraints::NameConstraints;
use crate::reason::Reason;
use crate::span::Span;
use algorithm_text::AlgorithmText;
use extensions::Extensions;

/// An X.509 certificate in DER whose structure could be parsed (RFC 5280 section 4.1).
///
/// It holds positions in the bytes, not copies. Rules that do not keep the structure from being read,
/// such as a negative serial number, are found by [`Self::structure_defects`] and by every verification.
#[derive(Clone)]
pub struct Certificate<'a> {
    /// The certificate alone, without what was found after it.
    der: Cow<'a, [u8]>,
    /// The number of bytes after it.
    trailing: usize,
    fields: Fields,
}

/// The places of all fields, and the values that were read on the way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    /// Bytes of the whole certificate.
    length: usize,
    /// The whole TBSCertificate, header included: what is signed.
    to_be_signed: Span,
    version: u8,
    serial_number: Span,
    /// AlgorithmIdentifier contents inside the TBSCertificate.
    inner_algorithm: Span,
    /// AlgorithmIdentifier contents beside the signature.
    outer_algorithm: Span,
    signature: Span,
    /// RDNSequence contents, without the SEQUENCE header.
    issuer: Span,
    subject: Span,
    /// Unix seconds; below zero before 1970.
    not_before: i64,
    not_after: i64,
    /// The whole SubjectPublicKeyInfo, header included.
    public_key_info: Span,
    key: key::Key,
    has_unique_identifier: bool,
    extensions: Extensions,
}

impl<'a> Certificate<'a> {
    /// Parses one certificate in DER, all of `der` and nothing more.
    ///
    /// # Errors
    ///
    /// [`ParseError`] with the reason `too_large`, `trailing_data` or `malformed`.
    pub fn from_der(der: &'a [u8]) -> Result<Self, ParseError> {
        let certificate = Self::from_der_prefix(der)?;
        match certificate.trailing_data() {
            Some(error) => Err(error),
            None => Ok(certificate),
        }
    }

    /// Parses the certificate at the start of `der`, whatever follows it: a verdict can then name the certificate, and
    /// refuses it with `trailing_data`. [`Self::der`] is the certificate alone.
    ///
    /// # Errors
    ///
    /// [`ParseError`] with the reason `too_large` or `malformed`.
    pub fn from_der_prefix(der: &'a [u8]) -> Result<Self, ParseError> {
        let fields = parse::certificate(der)?;
        let (certificate, rest) = der.split_at_checked(fields.length).unwrap_or((der, &[]));
        Ok(Self { der: Cow::Borrowed(certificate), trailing: rest.len(), fields })
    }

    /// The same certificate, holding its own copy of the bytes.
    pub fn into_owned(self) -> Certificate<'static> {
        Certificate { der: Cow::Owned(self.der.into_owned()), trailing: self.trailing, fields: self.fields }
    }

    /// The whole certificate, DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The X.509 version as people count: 3 for a version field of 2 (RFC 5280 section 4.1.2.1).
    pub fn version(&self) -> u8 {
        self.fields.version.saturating_add(1)
    }

    /// The content bytes of the serial number as stored: big-endian two's complement.
    pub fn serial_number(&self) -> &[u8] {
        self.fields.serial_number.of(&self.der)
    }

    /// The serial number as verdicts write it: the magnitude in upper-case hexadecimal with colons, without the sign byte
    /// of DER (`9C:50`); after a `-` where it is negative; `00` for zero.
    pub fn serial_number_text(&self) -> impl fmt::Display {
        SerialNumber(self.serial_number())
    }

    /// The issuer.
    ///
    /// # Errors
    ///
    /// [`NameError`] when it is not a well-formed Name; the certificate then has the defect
    /// `malformed_issuer`.
    pub fn issuer(&self) -> Result<Name<'_>, NameError> {
        Name::from_rdn_sequence(self.issuer_contents())
    }

    /// The subject; it may be empty (RFC 5280 section 4.1.2.6).
    ///
    /// # Errors
    ///
    /// [`NameError`] when it is not a well-formed Name; the certificate then has the defect
    /// `malformed_subject`.
    pub fn subject(&self) -> Result<Name<'_>, NameError> {
        Name::from_rdn_sequence(self.subject_contents())
    }

    /// The first second in which the certificate is valid. One before 1970 is given as 1970, where [`UnixTime`] begins;
    /// [`Self::not_before_seconds`] has it.
    pub fn not_before(&self) -> UnixTime {
        unix_time(self.fields.not_before.try_into().unwrap_or(0))
    }

    /// The last second in which the certificate is valid. One before 1970 is given as 1970;
    /// [`Self::not_after_seconds`] has it.
    pub fn not_after(&self) -> UnixTime {
        unix_time(self.fields.not_after.try_into().unwrap_or(0))
    }

    /// The first second in which the certificate is valid, in Unix seconds: below zero before 1970.
    pub fn not_before_seconds(&self) -> i64 {
        self.fields.not_before
    }

    /// The last second in which the certificate is valid, in Unix seconds: below zero before 1970.
    pub fn not_after_seconds(&self) -> i64 {
        self.fields.not_after
    }

    /// notBefore as verdicts write it: RFC 3339 in UTC.
    pub fn not_before_text(&self) -> impl fmt::Display + use<> {
        date_time(self.fields.not_before)
    }

    /// notAfter as verdicts write it: RFC 3339 in UTC.
    pub fn not_after_text(&self) -> impl fmt::Display + use<> {
        date_time(self.fields.not_after)
    }

    /// SHA-256 over the whole certificate.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.der)
    }

    /// The SubjectPublicKeyInfo, DER with its SEQUENCE header (RFC 5280 section 4.1.2.7).
    ///
    /// It is read by our own walk, so that the possession of a key can be checked for a certificate that
    /// other parsers refuse.
    pub fn public_key_info(&self) -> &[u8] {
        self.fields.public_key_info.of(&self.der)
    }

    /// The kind and size of the public key.
    pub fn key_algorithm(&self) -> KeyAlgorithm {
        self.fields.key.algorithm
    }

    /// The AlgorithmIdentifier of the signature: the contents of its SEQUENCE, DER.
    pub fn signature_algorithm(&self) -> &[u8] {
        self.fields.outer_algorithm.of(&self.der)
    }

    /// The usual name of the signature algorithm, or its number; `unreadable` for neither.
    pub fn signature_algorithm_text(&self) -> impl fmt::Display {
        AlgorithmText(self.signature_algorithm())
    }

    /// The value of basicConstraints' cA; `false` where the extension is absent.
    pub fn is_ca(&self) -> bool {
        self.fields.extensions.basic_constraints.is_some_and(|constraints| constraints.ca)
    }

    /// Tells whether the certificate's issuer is its own subject (RFC 5280 section 3.2: self-issued).
    pub(crate) fn is_self_issued(&self) -> bool {
        matches!((self.subject(), self.issuer()), (Ok(subject), Ok(issuer)) if subject == issuer)
    }

    /// The basicConstraints, if there are any.
    pub(crate) fn basic_constraints(&self) -> Option<extensions::BasicConstraints> {
        self.fields.extensions.basic_constraints
    }

    /// The pathLenConstraint of basicConstraints; `u64::MAX` for more.
    pub fn path_length(&self) -> Option<u64> {
        self.fields.extensions.basic_constraints.and_then(|constraints| constraints.path_length)
    }

    /// The keyUsage extension.
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.fields.extensions.key_usage
    }

    /// The extKeyUsage extension.
    pub fn extended_key_usage(&self) -> Option<ExtendedKeyUsage<'_>> {
        self.fields.extensions.extended_key_usage.map(|usage| usage.of(&self.der))
    }

    /// The names of the subjectAltName extension, in its order (RFC 5280 section 4.2.1.6).
    pub fn alternative_names(&self) -> Option<GeneralNames<'_>> {
        let names = self.fields.extensions.subject_alternative_names?;
        Some(GeneralNames::new(names.of(&self.der), names.start()))
    }

    /// The nameConstraints extension, if there is one (RFC 5280 section 4.2.1.10).
    ///
    /// # Errors
    ///
    /// As [`NameConstraints::from_der`].
    pub fn name_constraints(&self) -> Option<Result<NameConstraints, ParseError>> {
        let constraints = self.fields.extensions.name_constraints?;
        Some(NameConstraints::from_contents(constraints.of(&self.der), constraints.start()))
    }

    /// The keyIdentifier of the authorityKeyIdentifier extension.
    pub fn authority_key_identifier(&self) -> Option<&[u8]> {
        self.fields.extensions.authority_key_identifier.map(|identifier| identifier.of(&self.der))
    }

    /// The subjectKeyIdentifier extension.
    pub fn subject_key_identifier(&self) -> Option<&[u8]> {
        self.fields.extensions.subject_key_identifier.map(|identifier| identifier.of(&self.der))
    }

    /// Every extension: object identifier, critical, and the bytes of its value.
    pub fn extensions(&self) -> impl Iterator<Item = Extension<'_>> {
        extensions::iterate(&self.der, self.fields.extensions.list)
    }

    /// Every rule about the form of a certificate that this one breaks, in table order.
    ///
    /// These are reasons of the structure group: `unsupported_version`, `duplicate_extension`,
    /// `invalid_serial`, `malformed_issuer`, `malformed_subject`, `empty_issuer`, and `too_large` for a name beyond a
    /// limit.
    pub fn structure_defects(&self) -> impl Iterator<Item = Reason> + use<> {
        let mut defects = self.defects_but_issuer();
        match self.issuer() {
            Err(error) => defects.insert(error.reason(Reason::MalformedIssuer)),
            Ok(issuer) if issuer.is_empty() => defects.insert(Reason::EmptyIssuer),
            Ok(_) => {}
        }
        defects.iter()
    }
}

/// Subject and fingerprint; never the certificate.
impl fmt::Debug for Certificate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Certificate");
        match self.subject() {
            Ok(subject) => shown.field("subject", &format_args!("{subject}")),
            Err(error) => shown.field("subject", &error),
        };
        shown.field("fingerprint", &format_args!("{}", self.fingerprint())).finish_non_exhaustive()
    }
}

/// One extension (RFC 5280 section 4.2).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Extension<'a> {
    /// The content bytes of the object identifier.
    pub oid: &'a [u8],
    /// Tells whether it is marked critical.
    pub critical: bool,
    /// The contents of the OCTET STRING: DER of the extension's own type.
    pub value: &'a [u8],
}

/// A time in the numbers of [`Certificate::validity`]; one beyond them is after every date.
pub(crate) fn signed(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

pub(crate) fn unix_time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds))
}
