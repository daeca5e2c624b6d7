//! A CA certificate that is fit to anchor: checked once, when it is loaded.
//!
//! A CA here may be an intermediate. Its own issuer and its own signature are never looked at: the operator
//! who uploads it decides to trust it (RFC 5280 section 6.1.1 (d)).

mod bundle;
mod bundle_error;
mod error;
mod id;
mod loaded;
mod loading_rules;

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use pki_types::{CertificateDer, Der, TrustAnchor, UnixTime};

pub use bundle::{BundleMember, CaBundle};
pub use bundle_error::{CaBundleError, UnfitCertificate};
pub use error::CaError;
pub use id::CaIdError;

use crate::certificate::{Certificate, RequiredPolicy};
use crate::fingerprint::Fingerprint;
use crate::general_name::GeneralNameForm;
use crate::name::{DistinguishedName, Name};
use crate::name_constraints::{self, NameConstraints};
use crate::pem;
use crate::reason::Reason;
pub(crate) use id::is_ca_id;
pub(crate) use loaded::LoadedCa;

/// A CA certificate that is fit to be a trust anchor for client certificates.
///
/// It needs no cryptography: its key is prepared when it is put into a [`CaSet`](crate::CaSet). Whether it
/// is valid at some time is not asked here either, but at each verification.
#[derive(Clone)]
pub struct CaCertificate {
    id: Option<Box<str>>,
    certificate: Certificate<'static>,
    subject: DistinguishedName,
    fingerprint: Fingerprint,
    anchor: TrustAnchor<'static>,
    name_constraints: Option<NameConstraints>,
    required_policy: RequiredPolicy,
    warnings: Vec<CaWarning>,
}

impl CaCertificate {
    /// Loads a CA from PEM text that holds exactly one certificate, also where the whole text is PEM in a
    /// [`Wrapping`](crate::pem::Wrapping).
    ///
    /// # Errors
    ///
    /// [`CaError`] with `pem_expected`, `several_certificates`, `private_key_found`, `too_large` or
    /// `malformed` for the text, and with the codes of [`Self::from_der`] for the certificate.
    pub fn from_pem(pem: &[u8]) -> Result<Self, CaError> {
        Self::from_der(&pem::unwrapped_certificate(pem)?)
    }

    /// Loads every CA of PEM text that holds one certificate or more, in the order of the text. A certificate that stands
    /// there several times is loaded once, with [`CaWarning::RepeatedInBundle`].
    ///
    /// The text may be PEM in a [`Wrapping`](crate::pem::Wrapping). It has at most
    /// [`MAX_PEM_SIZE`](crate::limits::MAX_PEM_SIZE) bytes and
    /// [`MAX_BUNDLE_CERTIFICATES`](crate::limits::MAX_BUNDLE_CERTIFICATES) certificates. [`CaBundle::from_pem`] gives the
    /// fit ones beside the unfit ones.
    ///
    /// # Errors
    ///
    /// [`CaBundleError`] with every certificate that is unfit, or with the code of [`Self::from_pem`] for a text in which
    /// the certificates cannot be separated, and for one with a private key in it.
    pub fn from_pem_bundle(pem: &[u8]) -> Result<Vec<Self>, CaBundleError> {
        CaBundle::from_pem(pem)?.into_cas()
    }

    /// Loads a CA from one certificate in DER.
    ///
    /// # Errors
    ///
    /// [`CaError`] with a structure code (`malformed`, `too_large`, `trailing_data`,
    /// `duplicate_extension`, `malformed_issuer`, `malformed_subject`, `signature_algorithm_mismatch`), with
    /// `private_key_found` for a key in its place, or with the code of the rule that a CA breaks: `ca_unsupported_version`, `not_a_ca`,
    /// `ca_key_cert_sign_missing`, `ca_unknown_critical_extension`, `ca_empty_subject`, `ca_key_too_weak`,
    /// `ca_key_unsupported`, `ca_name_constraints_malformed`, `unsupported_by_verifier`.
    pub fn from_der(der: &[u8]) -> Result<Self, CaError> {
        let certificate =
            Certificate::from_der(der).map_err(|error| CaError::not_a_certificate(error, der))?;
        loading_rules::check(&certificate)?;
        let subject = DistinguishedName::from_rdn_sequence(certificate.subject_contents())
            .map_err(|error| CaError::malformed_subject(&error))?;
        let name_constraints = certificate
            .name_constraints()
            .transpose()
            .map_err(|error| CaError::new(Reason::CaNameConstraintsMalformed, format!("{error}")))?;
        let required_policy =
            certificate.required_policy().map_err(|error| CaError::malformed_policies(&error))?;
        loading_rules::has_no_unique_identifier(&certificate)?;
        let certificate_der = CertificateDer::from(der);
        let mut anchor = webpki::anchor_from_trusted_cert(&certificate_der)
            .map_err(|error| CaError::new(Reason::from(&error), format!("webpki refuses it: {error}")))?
            .to_owned();
        anchor.name_constraints =
            name_constraints.as_ref().and_then(name_constraints::for_webpki).map(Der::from);
        Ok(Self {
            id: None,
            warnings: warnings(&certificate, name_constraints.as_ref()),
            name_constraints,
            required_policy,
            subject,
            fingerprint: Fingerprint::of(der),
            anchor,
            certificate: certificate.into_owned(),
        })
    }

    /// The same CA with an identifier, which verdicts then carry as `ca.id`, and edges send to their workers. It is
    /// not interpreted.
    ///
    /// # Errors
    ///
    /// [`CaIdError`] unless it is 1 to [`MAX_CA_ID_SIZE`](crate::limits::MAX_CA_ID_SIZE) visible ASCII characters.
    pub fn with_id(mut self, id: impl Into<String>) -> Result<Self, CaIdError> {
        let id = id.into();
        if !is_ca_id(id.as_bytes()) {
            return Err(CaIdError::new(&id));
        }
        self.id = Some(id.into_boxed_str());
        Ok(self)
    }

    /// The identifier that [`Self::with_id`] set.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The warnings about this CA, which can be used.
    pub fn warnings(&self) -> &[CaWarning] {
        &self.warnings
    }

    /// The subject: the name that its clients' certificates carry as their issuer, and that an operator
    /// pastes into `certIssuerDN`.
    pub fn subject(&self) -> &DistinguishedName {
        &self.subject
    }

    /// SHA-256 over the whole certificate.
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The first second in which the CA is valid.
    pub fn not_before(&self) -> UnixTime {
        self.certificate.not_before()
    }

    /// The last second in which the CA is valid.
    pub fn not_after(&self) -> UnixTime {
        self.certificate.not_after()
    }

    /// Tells whether `now` is inside the CA's validity, both ends included.
    pub fn is_valid_at(&self, now: UnixTime) -> bool {
        self.certificate.is_valid_at(now.as_secs())
    }

    /// The certificate itself.
    pub fn certificate(&self) -> &Certificate<'static> {
        &self.certificate
    }

    /// The names that it may certify (RFC 5280 section 4.2.1.10); `None` for every name.
    pub fn name_constraints(&self) -> Option<&NameConstraints> {
        self.name_constraints.as_ref()
    }

    /// Tells whether its leaves must have a certificate policy.
    pub(crate) fn required_policy(&self) -> RequiredPolicy {
        self.required_policy
    }

    /// The parts that webpki takes, as it took them from the certificate; of the name constraints those alone that it
    /// evaluates.
    pub(crate) fn anchor(&self) -> &TrustAnchor<'static> {
        &self.anchor
    }

    pub(crate) fn subject_name(&self) -> Name<'_> {
        self.subject.as_name()
    }
}

impl fmt::Debug for CaCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CaCertificate")
            .field("id", &self.id)
            .field("subject", &format_args!("{}", self.subject))
            .field("fingerprint", &format_args!("{}", self.fingerprint))
            .finish_non_exhaustive()
    }
}

/// A warning about a CA that can be used.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum CaWarning {
    /// Its extended key usage lacks clientAuth: accepted here, refused by OpenSSL, and by Go unless it has
    /// anyExtendedKeyUsage.
    EkuLacksClientAuth,
    /// A name constraint on directoryName cannot be evaluated: no certificate with a subject can be verified.
    NameConstraintsVerifyNoLeaf,
    /// A name constraint on another form cannot be evaluated: certificates with a name of that form are refused.
    NameConstraintsRefuseSomeNames,
    /// The certificate stands more than once in the bundle that it was loaded from, and was loaded once.
    RepeatedInBundle,
}

impl CaWarning {
    /// Every warning.
    pub const ALL: &'static [Self] = &[
        Self::EkuLacksClientAuth,
        Self::NameConstraintsVerifyNoLeaf,
        Self::NameConstraintsRefuseSomeNames,
        Self::RepeatedInBundle,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::EkuLacksClientAuth => "eku_lacks_client_auth",
            Self::NameConstraintsVerifyNoLeaf => "name_constraints_verify_no_leaf",
            Self::NameConstraintsRefuseSomeNames => "name_constraints_refuse_some_names",
            Self::RepeatedInBundle => "repeated_in_bundle",
        }
    }

    /// A sentence for people, without a final period.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::EkuLacksClientAuth => {
                "the CA's extended key usage lacks clientAuth: OpenSSL will refuse its clients, and so will Go unless \
                 it has anyExtendedKeyUsage"
            }
            Self::NameConstraintsVerifyNoLeaf => {
                "a name constraint of the CA on directoryName cannot be evaluated: no client certificate with a \
                 subject can be verified; `issuedby inspect CA.pem` shows which and why"
            }
            Self::NameConstraintsRefuseSomeNames => {
                "a name constraint of the CA cannot be evaluated: client certificates with a name of its form are \
                 refused; `issuedby inspect CA.pem` shows which and why"
            }
            Self::RepeatedInBundle => {
                "the CA's certificate stands in the bundle more than once, and is loaded once"
            }
        }
    }
}

impl fmt::Display for CaWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

fn warnings(certificate: &Certificate<'_>, constraints: Option<&NameConstraints>) -> Vec<CaWarning> {
    let mut warnings = Vec::new();
    if certificate.extended_key_usage().is_some_and(|usage| !usage.client_auth) {
        warnings.push(CaWarning::EkuLacksClientAuth);
    }
    let refuse = |form| constraints.is_some_and(|constraints| constraints.refuse_form(form));
    if refuse(GeneralNameForm::DirectoryName) {
        warnings.push(CaWarning::NameConstraintsVerifyNoLeaf);
    }
    if GeneralNameForm::ALL.into_iter().any(|form| form != GeneralNameForm::DirectoryName && refuse(form)) {
        warnings.push(CaWarning::NameConstraintsRefuseSomeNames);
    }
    warnings
}
