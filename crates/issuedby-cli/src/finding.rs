//! What a file is that holds no certificate, and what makes one of it: for people, beside the core's verdict.

use std::path::Path;

use issuedby::certificate::ParseError;
use issuedby::input::{Form, InputError, LooksLike};
use issuedby::pem::{self, PemError, PemErrorKind};
use issuedby::{Certificate, Reason};

use crate::repair::{Names, Wanted};
use crate::source::Presented;

const PRIVATE_KEY: &str = "this is a private key: treat it as exposed, and give the certificate";

/// What was found in place of a certificate, and what to do about it.
pub(crate) struct Finding {
    pub(crate) message: String,
    pub(crate) remedy: String,
}

impl Finding {
    /// What can be said about a source, where that is more than the core says about its octets.
    pub(crate) fn of(path: &Path, presented: &Presented) -> Option<Self> {
        match (&presented.error, presented.form, presented.certificates.as_slice()) {
            (Some(InputError::Pem(error)), ..) => Some(Self::of_pem(path, error)),
            (Some(error), ..) => Some(Self::of_sentence(&error.to_string())),
            (None, Form::Der, [octets]) => {
                let error = Certificate::from_der(octets).err()?;
                Self::of_octets(path, octets, &error)
            }
            _ => None,
        }
    }

    fn of_pem(path: &Path, error: &PemError) -> Self {
        let names = Names::of(path, Wanted::Client, error);
        let remedy = match (error.kind(), names.unwrapping(error.kind())) {
            (PemErrorKind::PrivateKeyFound { .. }, _) => PRIVATE_KEY.to_owned(),
            (PemErrorKind::Pkcs7, Some(command)) => every_certificate(&command),
            (_, Some(command)) => format!("convert it: {command}"),
            (_, None) => names.fill(error.remedy()),
        };
        Self { message: error.finding().to_string(), remedy }
    }

    /// A sentence of the core: the finding and, after the last semicolon, the remedy.
    fn of_sentence(sentence: &str) -> Self {
        let (message, remedy) = sentence.rsplit_once("; ").unwrap_or((sentence, ""));
        Self { message: message.to_owned(), remedy: remedy.to_owned() }
    }

    fn of_octets(path: &Path, octets: &[u8], error: &ParseError) -> Option<Self> {
        let looks_like = LooksLike::of(octets);
        match looks_like {
            LooksLike::Der => return None,
            LooksLike::Binary | LooksLike::Unknown if error.reason() != Reason::Malformed => return None,
            LooksLike::Pem => return pem::certificates(octets).err().map(|error| Self::of_pem(path, &error)),
            _ => {}
        }
        let names = Names::to_convert(path, Wanted::Client);
        let remedy = match (looks_like, names.conversion(looks_like, octets)) {
            (LooksLike::PrivateKey, _) => PRIVATE_KEY.to_owned(),
            (LooksLike::Pkcs7, Some(command)) => every_certificate(&command),
            (_, Some(command)) => format!("convert it: {command}"),
            (_, None) => format!(
                "give the client's certificate in PEM or DER form; this must print its name: openssl x509 -noout \
                 -subject{}",
                names.input
            ),
        };
        Some(Self {
            message: format!("expected a certificate in PEM or DER form, found {looks_like}"),
            remedy,
        })
    }
}

fn every_certificate(command: &str) -> String {
    format!("keep only the client's certificate; this writes every one: {command}")
}

/// What to do about octets inside a text that are not a certificate.
pub(crate) fn remedy_for(der: &[u8], error: &ParseError) -> &'static str {
    match LooksLike::of(der) {
        LooksLike::PrivateKey => PRIVATE_KEY,
        _ => error.reason().remedy(),
    }
}
