//! A certificate as its parts in DER, so that any one of them can be wrong, signed with a real key.

use rcgen::{KeyPair, PublicKeyData, SigningKey};

use crate::algorithms::ecdsa_with_sha256;
use crate::der::{UTF8_STRING, bit_string, common_name, element, extension, integer, sequence};

/// The content bytes of the object identifiers of extensions.
pub mod extension_id {
    /// keyUsage.
    pub const KEY_USAGE: &[u8] = &[0x55, 0x1d, 15];
    /// subjectAltName.
    pub const SUBJECT_ALTERNATIVE_NAME: &[u8] = &[0x55, 0x1d, 17];
    /// basicConstraints.
    pub const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 19];
    /// nameConstraints.
    pub const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 30];
    /// certificatePolicies.
    pub const CERTIFICATE_POLICIES: &[u8] = &[0x55, 0x1d, 32];
    /// extKeyUsage.
    pub const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 37];
    /// 1.2.3.4, which no one knows.
    pub const UNKNOWN: &[u8] = &[0x2a, 3, 4];
}

/// The content bytes of key purposes.
pub mod purpose {
    /// serverAuth.
    pub const SERVER_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 1];
    /// clientAuth.
    pub const CLIENT_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 2];
}

/// A time at which certificates made from an unchanged template are valid: 2027-01-15T08:00:00Z.
pub const NOW: u64 = 1_800_000_000;

/// The parts of a certificate. Each is the whole element unless said otherwise.
#[derive(Clone, Debug)]
pub struct Template {
    /// `[0] EXPLICIT Version`; empty for version 1.
    pub version: Vec<u8>,
    /// The contents of the serial number.
    pub serial_number: Vec<u8>,
    /// The algorithm inside the TBSCertificate.
    pub inner_algorithm: Vec<u8>,
    /// The issuer.
    pub issuer: Vec<u8>,
    /// notBefore.
    pub not_before: Vec<u8>,
    /// notAfter.
    pub not_after: Vec<u8>,
    /// The subject.
    pub subject: Vec<u8>,
    /// The SubjectPublicKeyInfo.
    pub public_key_info: Vec<u8>,
    /// The bytes between the key and the extensions.
    pub unique_identifiers: Vec<u8>,
    /// The extensions one by one; none at all where the field is absent.
    pub extensions: Option<Vec<Vec<u8>>>,
    /// The bytes after the extensions inside the TBSCertificate.
    pub after_extensions: Vec<u8>,
    /// The algorithm beside the signature.
    pub outer_algorithm: Vec<u8>,
}

impl Template {
    /// A CA named `name`, with its key in `key`.
    pub fn ca(name: &[u8], key: &KeyPair) -> Self {
        let extensions = vec![
            extension(extension_id::BASIC_CONSTRAINTS, true, &[0x30, 3, 1, 1, 0xff]),
            extension(extension_id::KEY_USAGE, true, &[0x03, 2, 1, 0x06]),
        ];
        Self { subject: name.to_vec(), extensions: Some(extensions), ..Self::leaf(name, key) }
    }

    /// A client `client-1` of the CA named `issuer`, with the key in `key`.
    pub fn leaf(issuer: &[u8], key: &KeyPair) -> Self {
        Self {
            version: element(0xa0, &integer(&[2])),
            serial_number: vec![0x0a, 0x1b],
            inner_algorithm: ecdsa_with_sha256(),
            issuer: issuer.to_vec(),
            not_before: element(0x17, b"260101000000Z"),
            not_after: element(0x17, b"360101000000Z"),
            subject: common_name(UTF8_STRING, "client-1"),
            public_key_info: key.subject_public_key_info(),
            unique_identifiers: Vec::new(),
            extensions: Some(vec![extended_key_usage(&[purpose::CLIENT_AUTH])]),
            after_extensions: Vec::new(),
            outer_algorithm: ecdsa_with_sha256(),
        }
    }

    /// The same with one extension more.
    #[must_use]
    pub fn with_extension(mut self, extension: Vec<u8>) -> Self {
        self.extensions.get_or_insert_default().push(extension);
        self
    }

    /// The same with these extensions only.
    #[must_use]
    pub fn with_only_extensions(mut self, extensions: Vec<Vec<u8>>) -> Self {
        self.extensions = Some(extensions);
        self
    }

    /// The certificate, signed by `signer`.
    pub fn sign(&self, signer: &KeyPair) -> Vec<u8> {
        let to_be_signed = self.to_be_signed();
        let signature = signer.sign(&to_be_signed).expect("a signature");
        self.assemble(&to_be_signed, &signature)
    }

    /// The certificate with bytes in place of a signature.
    pub fn unsigned(&self) -> Vec<u8> {
        self.assemble(&self.to_be_signed(), &[0x30, 6, 2, 1, 1, 2, 1, 1])
    }

    fn assemble(&self, to_be_signed: &[u8], signature: &[u8]) -> Vec<u8> {
        sequence(&[to_be_signed, &self.outer_algorithm, &bit_string(signature)])
    }

    fn to_be_signed(&self) -> Vec<u8> {
        let extensions = self.extensions.as_ref().map(|all| element(0xa3, &element(0x30, &all.concat())));
        sequence(&[
            &self.version,
            &integer(&self.serial_number),
            &self.inner_algorithm,
            &self.issuer,
            &sequence(&[&self.not_before, &self.not_after]),
            &self.subject,
            &self.public_key_info,
            &self.unique_identifiers,
            &extensions.unwrap_or_default(),
            &self.after_extensions,
        ])
    }
}

/// An extKeyUsage extension with these purposes.
pub fn extended_key_usage(purposes: &[&[u8]]) -> Vec<u8> {
    let purposes: Vec<u8> = purposes.iter().flat_map(|purpose| crate::der::oid(purpose)).collect();
    extension(extension_id::EXTENDED_KEY_USAGE, false, &element(0x30, &purposes))
}

/// A subjectAltName extension with these GeneralNames: tag and contents.
pub fn subject_alternative_name(names: &[(u8, &[u8])]) -> Vec<u8> {
    let names: Vec<u8> = names.iter().flat_map(|(tag, contents)| element(*tag, contents)).collect();
    extension(extension_id::SUBJECT_ALTERNATIVE_NAME, false, &element(0x30, &names))
}

/// A nameConstraints extension that permits these GeneralNames: tag and contents.
pub fn permitted_names(names: &[(u8, &[u8])]) -> Vec<u8> {
    let subtrees: Vec<u8> = names.iter().flat_map(|(tag, name)| sequence(&[&element(*tag, name)])).collect();
    extension(extension_id::NAME_CONSTRAINTS, true, &sequence(&[&element(0xa0, &subtrees)]))
}
