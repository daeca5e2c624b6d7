//! A case: the constraints of a CA, the names of a certificate, and both as DER.

use issuedby_generator::certificate::Certificate;
use issuedby_generator::extension::{DIGITAL_SIGNATURE, Extension};
use issuedby_generator::name::Name;
use issuedby_generator::{der, key, oid};

use crate::names::reference::{Structure, encode};
use crate::toy_signature;

/// The contents of a name or a base, by the form of name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Contents {
    /// dNSName.
    Dns(String),
    /// rfc822Name.
    Mail(String),
    /// uniformResourceIdentifier.
    Uri(String),
    /// iPAddress.
    Ip(Vec<u8>),
    /// directoryName.
    Directory(Structure),
}

/// A name of a certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Presented {
    /// In the subjectAltName.
    Alternative(Contents),
    /// An otherName SmtpUTF8Mailbox in the subjectAltName (RFC 9598).
    SmtpUtf8Mailbox(String),
    /// An emailAddress in the subject.
    SubjectEmail(String),
    /// The subject, or another subject in the place of an earlier one.
    Subject(Structure),
}

/// The subtrees of a CA.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Subtrees {
    /// permittedSubtrees.
    pub permitted: Vec<Contents>,
    /// excludedSubtrees.
    pub excluded: Vec<Contents>,
}

impl Contents {
    fn to_der(&self) -> Vec<u8> {
        match self {
            Self::Mail(text) => der::implicit(1, text.as_bytes()),
            Self::Dns(text) => der::implicit(2, text.as_bytes()),
            Self::Directory(name) => der::explicit(4, &encode(name)),
            Self::Uri(text) => der::implicit(6, text.as_bytes()),
            Self::Ip(bytes) => der::implicit(7, bytes),
        }
    }
}

impl Subtrees {
    /// The CA with these constraints, DER.
    pub fn ca(&self) -> Vec<u8> {
        let names = |list: &[Contents]| list.iter().map(Contents::to_der).collect::<Vec<_>>();
        let extension = (!self.permitted.is_empty() || !self.excluded.is_empty())
            .then(|| Extension::name_constraints(&names(&self.permitted), &names(&self.excluded)));
        toy_signature::sign(&toy_signature::ca(extension))
    }
}

/// The subject of a leaf whose names do not say another one.
pub fn subject_of(names: &[Presented]) -> Structure {
    let mut subject = Structure::new();
    for name in names {
        match name {
            Presented::Subject(other) => subject.clone_from(other),
            Presented::Alternative(_) | Presented::SmtpUtf8Mailbox(_) | Presented::SubjectEmail(_) => {}
        }
    }
    for name in names {
        if let Presented::SubjectEmail(text) = name {
            subject.push(vec![super::utf8(oid::EMAIL_ADDRESS, text)]);
        }
    }
    subject
}

/// A leaf with these names, DER.
pub fn leaf(names: &[Presented]) -> Vec<u8> {
    let subject = Name::Raw(encode(&subject_of(names)));
    let mut certificate = Certificate::new(subject, key::p256_client().public(), Name::example("example-ca"))
        .extended(Extension::key_usage(DIGITAL_SIGNATURE));
    let alternative: Vec<Vec<u8>> = names
        .iter()
        .filter_map(|name| match name {
            Presented::Alternative(contents) => Some(contents.to_der()),
            Presented::SmtpUtf8Mailbox(text) => {
                let value = der::explicit(0, &der::element(der::UTF8_STRING, text.as_bytes()));
                Some(der::explicit(0, &[der::object_identifier(oid::SMTP_UTF8_MAILBOX), value].concat()))
            }
            Presented::SubjectEmail(_) | Presented::Subject(_) => None,
        })
        .collect();
    if !alternative.is_empty() {
        certificate.extensions.push(Extension::subject_alternative_names(&alternative));
    }
    toy_signature::sign(&certificate)
}
