//! Cases as certificates.

use issuedby_generator::algorithm::Algorithm;
use issuedby_generator::certificate::Certificate;
use issuedby_generator::extension::{CRL_SIGN, DIGITAL_SIGNATURE, Extension, KEY_CERT_SIGN};
use issuedby_generator::key::{self, Key};
use issuedby_generator::name::Name;
use issuedby_generator::{der, oid};

use crate::constraints::case::{
    Attribute, Case, Constraints, DirectoryName, GeneralName, StringType, Subtree,
};

/// Both certificates of a case, as DER.
pub struct Encoded {
    /// The CA's.
    pub ca: Vec<u8>,
    /// The leaf's.
    pub leaf: Vec<u8>,
}

/// Writes the certificates of cases. Both public keys are made once.
pub struct Encoder {
    ca_key: &'static Key,
    ca_public: Vec<u8>,
    leaf_public: Vec<u8>,
}

impl Default for Encoder {
    fn default() -> Self {
        let ca_key = key::ed25519_ca();
        Self { ca_key, ca_public: ca_key.public(), leaf_public: key::p256_client().public() }
    }
}

impl Encoder {
    /// The certificates of a case.
    pub fn encode(&self, case: &Case) -> Encoded {
        self.encode_with(case.constraints.as_ref().map(Constraints::to_extension), case)
    }

    /// The same with another nameConstraints extension.
    pub fn encode_with(&self, constraints: Option<Extension>, case: &Case) -> Encoded {
        Encoded { ca: self.ca(constraints), leaf: self.leaf(case) }
    }

    fn ca(&self, constraints: Option<Extension>) -> Vec<u8> {
        let name = Name::example("example-ca");
        let mut certificate = Certificate::new(name.clone(), self.ca_public.clone(), name)
            .extended(Extension::ca())
            .extended(Extension::key_usage(KEY_CERT_SIGN | CRL_SIGN));
        certificate.extensions.extend(constraints);
        // No verifier here checks the signature of an anchor: these bytes have the length of one.
        certificate.sign_with(&Algorithm::ed25519().identifier, &[0x5a; 64])
    }

    fn leaf(&self, case: &Case) -> Vec<u8> {
        let subject = Name::Raw(encode_directory_name(&case.subject));
        let mut certificate =
            Certificate::new(subject, self.leaf_public.clone(), Name::example("example-ca"))
                .extended(Extension::key_usage(DIGITAL_SIGNATURE))
                .extended(Extension::extended_key_usage(&[oid::CLIENT_AUTH]));
        if !case.alternative_names.is_empty() {
            let names: Vec<_> = case.alternative_names.iter().map(GeneralName::to_der).collect();
            let extension = Extension::subject_alternative_names(&names);
            let critical = case.has_critical_alternative_names();
            certificate.extensions.push(if critical { extension.critical() } else { extension });
        }
        certificate.sign(self.ca_key)
    }
}

impl Constraints {
    /// The extension.
    pub fn to_extension(&self) -> Extension {
        let field = |number, subtrees: &[Subtree]| {
            let subtrees: Vec<_> = subtrees.iter().map(Subtree::to_der).collect();
            if subtrees.is_empty() { Vec::new() } else { der::explicit(number, &der::concatenate(&subtrees)) }
        };
        let value = der::sequence(&[field(0, &self.permitted), field(1, &self.excluded)]);
        let extension = Extension::new(oid::NAME_CONSTRAINTS, value);
        if self.critical { extension.critical() } else { extension }
    }
}

impl Subtree {
    fn to_der(&self) -> Vec<u8> {
        let distance = |number, distance: Option<u8>| {
            distance.map(|distance| der::implicit(number, &[distance])).unwrap_or_default()
        };
        der::sequence(&[self.base.to_der(), distance(0, self.minimum), distance(1, self.maximum)])
    }
}

impl GeneralName {
    fn to_der(&self) -> Vec<u8> {
        match self {
            Self::Other(oid, text) => {
                let value = der::explicit(0, &der::element(der::UTF8_STRING, text.as_bytes()));
                der::explicit(0, &[der::object_identifier(oid), value].concat())
            }
            Self::Email(text) => der::implicit(1, text),
            Self::Dns(text) => der::implicit(2, text),
            // ORAddress with empty BuiltInStandardAttributes.
            Self::X400 => der::explicit(3, &der::sequence(&[[]])),
            Self::Directory(name) => der::explicit(4, &encode_directory_name(name)),
            // partyName is a CHOICE, so that its tag is explicit.
            Self::EdiParty(name) => {
                let name = der::element(der::UTF8_STRING, name.as_bytes());
                der::explicit(5, &der::explicit(1, &name))
            }
            Self::Uri(text) => der::implicit(6, text),
            Self::Ip(bytes) => der::implicit(7, bytes),
            // The implicit tag replaces that of the OBJECT IDENTIFIER and its length byte.
            Self::RegisteredId(oid) => der::implicit(8, &der::object_identifier(oid)[2..]),
        }
    }
}

fn encode_directory_name(name: &DirectoryName) -> Vec<u8> {
    let relative = name.iter().map(|attributes| {
        let mut attributes: Vec<_> = attributes.iter().map(Attribute::to_der).collect();
        // DER sorts the elements of a SET (X.690 section 11.6).
        attributes.sort();
        der::set(&attributes)
    });
    der::sequence(&relative.collect::<Vec<_>>())
}

impl Attribute {
    fn to_der(&self) -> Vec<u8> {
        let latin_1 = || self.text.chars().map(|character| character as u8).collect();
        let (tag, bytes): (u8, Vec<u8>) = match self.string {
            StringType::Utf8 => (der::UTF8_STRING, self.text.as_bytes().to_vec()),
            StringType::Printable => (der::PRINTABLE_STRING, latin_1()),
            StringType::Teletex => (20, latin_1()),
            StringType::Ia5 => (22, latin_1()),
            StringType::Bmp => (30, self.text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        };
        der::sequence(&[der::object_identifier(self.oid), der::element(tag, &bytes)])
    }
}
