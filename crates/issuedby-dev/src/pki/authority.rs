//! A certificate authority as real ones are: usages, key identifiers, names in the order C, O, CN.

use issuedby::pem;
use pki_types::CertificateDer;
use rcgen::string::PrintableString;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, SerialNumber, SigningKey,
};
use time::OffsetDateTime;

use crate::error::DevError;

/// A CA with its private key, which stays in this process.
pub(crate) struct Authority {
    params: CertificateParams,
    key: KeyPair,
    certificate: CertificateDer<'static>,
}

/// A certificate with its private key, and what is sent along with it.
pub(crate) struct Identity {
    pub(super) chain: Vec<CertificateDer<'static>>,
    key: KeyPair,
}

impl Authority {
    /// A CA that signed itself.
    pub(super) fn new(
        common_name: &str,
        not_before: OffsetDateTime,
        not_after: OffsetDateTime,
    ) -> Result<Self, DevError> {
        let key = KeyPair::generate().map_err(DevError::system)?;
        Self::self_signed(ca_params(common_name, not_before, not_after)?, key)
    }

    /// The same name and the same key, with another validity.
    pub(super) fn renewed(
        &self,
        not_before: OffsetDateTime,
        not_after: OffsetDateTime,
    ) -> Result<Self, DevError> {
        let key = KeyPair::try_from(self.key.serialized_der()).map_err(DevError::system)?;
        let mut params = self.params.clone();
        (params.not_before, params.not_after) = (not_before, not_after);
        // Without one it is made of the key, and no two certificates of an issuer have the same.
        params.serial_number = Some(SerialNumber::from(not_before.unix_timestamp().unsigned_abs()));
        Self::self_signed(params, key)
    }

    /// A CA below this one.
    pub(super) fn intermediate(
        &self,
        common_name: &str,
        not_before: OffsetDateTime,
        not_after: OffsetDateTime,
    ) -> Result<Self, DevError> {
        let key = KeyPair::generate().map_err(DevError::system)?;
        let mut params = ca_params(common_name, not_before, not_after)?;
        params.use_authority_key_identifier_extension = true;
        let certificate = params.signed_by(&key, &self.issuer()).map_err(DevError::system)?;
        Ok(Self { params, key, certificate: certificate.der().clone() })
    }

    /// A certificate for a client, unless `change` makes it another one.
    pub(super) fn issue(
        &self,
        common_name: &str,
        not_before: OffsetDateTime,
        not_after: OffsetDateTime,
        change: impl FnOnce(&mut CertificateParams) -> Result<(), rcgen::Error>,
    ) -> Result<Identity, DevError> {
        let mut params = params(common_name, not_before, not_after)?;
        params.is_ca = IsCa::ExplicitNoCa;
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        change(&mut params).map_err(DevError::system)?;
        let key = KeyPair::generate().map_err(DevError::system)?;
        let certificate = params.signed_by(&key, &self.issuer()).map_err(DevError::system)?;
        Ok(Identity { chain: vec![certificate.der().clone()], key })
    }

    /// The CA's signature over a text.
    pub(super) fn sign(&self, text: &[u8]) -> Result<Vec<u8>, DevError> {
        self.key.sign(text).map_err(DevError::system)
    }

    /// The certificate, DER.
    pub(crate) fn der(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// The certificate, PEM.
    pub(crate) fn pem(&self) -> String {
        pem::encode_certificate(&self.certificate)
    }

    fn self_signed(params: CertificateParams, key: KeyPair) -> Result<Self, DevError> {
        let certificate = params.self_signed(&key).map_err(DevError::system)?;
        Ok(Self { params, key, certificate: certificate.der().clone() })
    }

    fn issuer(&self) -> Issuer<'_, &KeyPair> {
        Issuer::from_params(&self.params, &self.key)
    }
}

impl Identity {
    /// The same with a CA's certificate sent along.
    pub(super) fn along_with(mut self, ca: &Authority) -> Self {
        self.chain.push(ca.der().clone());
        self
    }

    /// The same with another certificate over the same key.
    pub(super) fn with_certificate(mut self, der: Vec<u8>) -> Self {
        self.chain = vec![der.into()];
        self
    }

    /// The certificate, DER.
    pub(crate) fn der(&self) -> &[u8] {
        self.chain.first().map_or(&[], AsRef::as_ref)
    }

    /// The certificate and what is sent along with it.
    pub(crate) fn chain(&self) -> &[CertificateDer<'static>] {
        &self.chain
    }

    /// The private key, PKCS #8.
    pub(crate) fn key_der(&self) -> &[u8] {
        self.key.serialized_der()
    }

    /// The certificates, PEM.
    pub(crate) fn chain_pem(&self) -> String {
        self.chain.iter().map(|der| pem::encode_certificate(der)).collect()
    }

    /// The private key, PEM.
    pub(crate) fn key_pem(&self) -> String {
        self.key.serialize_pem()
    }
}

fn ca_params(
    common_name: &str,
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
) -> Result<CertificateParams, DevError> {
    let mut params = params(common_name, not_before, not_after)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    Ok(params)
}

fn params(
    common_name: &str,
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
) -> Result<CertificateParams, DevError> {
    let mut name = DistinguishedName::new();
    let country = PrintableString::try_from("US").map_err(DevError::system)?;
    name.push(DnType::CountryName, DnValue::PrintableString(country));
    name.push(DnType::OrganizationName, "Example");
    name.push(DnType::CommonName, common_name);
    let mut params = CertificateParams::default();
    params.distinguished_name = name;
    (params.not_before, params.not_after) = (not_before, not_after);
    Ok(params)
}
