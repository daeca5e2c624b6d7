//! A CA file with exactly one PEM certificate, and the command that repairs a file that is not one.

use std::path::Path;

use issuedby::input::{self, LooksLike};
use issuedby::pem::{self, PemErrorKind};
use issuedby::{CaCertificate, CaError, CaSet, Certificate};

use crate::failure::Failure;
use crate::repair::{Names, Wanted};
use crate::shell::quoted_path;
use crate::source;

/// Loads one CA file.
///
/// # Errors
///
/// A failure that names the file, what is wrong and what to do.
pub(crate) fn load_one(path: &Path) -> Result<CaCertificate, Failure> {
    from_bytes(path, &source::read(path)?)
}

/// Loads the one CA of a file that was read.
///
/// # Errors
///
/// A failure that names the file, what is wrong and what to do.
pub(crate) fn from_bytes(path: &Path, bytes: &[u8]) -> Result<CaCertificate, Failure> {
    CaCertificate::from_pem(bytes).and_then(prepared).map_err(|error| unfit(path, bytes, &error))
}

/// The CA, if its key can be prepared. That is done when a CA is put into a set: here, so that an error names the file.
pub(crate) fn prepared(ca: CaCertificate) -> Result<CaCertificate, CaError> {
    CaSet::new([ca.clone()]).map(|_| ca)
}

fn unfit(path: &Path, bytes: &[u8], error: &CaError) -> Failure {
    let label = source::quoted_label(path);
    let failure =
        Failure::unacceptable(error.reason().code(), format!("{label}: {error} ({})", error.reason()))
            .of(error);
    match pem::unwrapped_certificate(bytes) {
        Err(in_text) => repair(failure, path, bytes, error, in_text.kind()),
        Ok(_) if source::is_standard_input(path) => failure.remedy(error.remedy()),
        Ok(_) => failure
            .remedy(error.remedy())
            .remedy(format!("see what is in it: issuedby inspect {}", quoted_path(path))),
    }
}

/// The remedy for a file that is not exactly one PEM certificate, with its command.
fn repair(failure: Failure, path: &Path, bytes: &[u8], error: &CaError, kind: &PemErrorKind) -> Failure {
    /// Commands that write every certificate that they find.
    const KEEP_THE_CA: &str =
        "where that writes several certificates, keep the CA that signs the clients directly";

    let names = Names::of_pem(path, Wanted::Ca, kind);
    let failure = match kind {
        PemErrorKind::SeveralCertificates { .. } => return with_which_of_several(failure, &names, bytes),
        // Beside the key there may be several certificates, and the first need not be the CA.
        PemErrorKind::PrivateKeyFound { .. } if pem::certificates(bytes).is_ok_and(|all| all.len() > 1) => {
            return with_which_of_several(failure, &names, bytes)
                .remedy("consider the key exposed if others could read this file, and replace it together with its certificate then");
        }
        PemErrorKind::NotPem { looks_like } => match why_not_either(bytes, *looks_like) {
            Some((finding, remedy)) => return failure.remedy(finding).remedy(remedy),
            None => failure,
        },
        _ => failure,
    };
    let failure = failure.remedy(names.fill(error.remedy(), bytes));
    match kind {
        PemErrorKind::Pkcs7
        | PemErrorKind::Pkcs7InCertificate
        | PemErrorKind::NotPem { looks_like: LooksLike::Pkcs7 | LooksLike::Pkcs12 } => {
            failure.remedy(KEEP_THE_CA)
        }
        _ => failure,
    }
}

/// The remedy for a bundle: the certificate to upload, where it is clear, and the command that writes it.
fn with_which_of_several(failure: Failure, names: &Names, bytes: &[u8]) -> Failure {
    const WANTED: &str = "keep only the CA that signs the clients directly";

    let (Ok(certificates), Ok(lines)) = (pem::certificates(bytes), pem::certificate_lines(bytes)) else {
        return failure.remedy(WANTED);
    };
    let issuing = input::issuing_ca(&certificates);
    let Some((first, last)) = lines.get(issuing.unwrap_or_default()) else { return failure.remedy(WANTED) };
    let command = names.lines(*first, *last);
    match issuing.and_then(|position| Some((position, certificates.get(position)?))) {
        Some((position, der)) => {
            let failure =
                failure.remedy(format!("{WANTED}, certificate {} of the file: {command}", position + 1));
            let certificate = Certificate::from_der(der).ok();
            // In a line of its own: whoever made the file chose it.
            match certificate.as_ref().and_then(|certificate| certificate.subject().ok()) {
                Some(subject) => failure.remedy(format!("its subject is {}", subject.to_utf8_string())),
                None => failure,
            }
        }
        // None of them issued another, so that the operator has to say which one is meant.
        None => failure.remedy(format!("{WANTED}; this writes the first: {command}")),
    }
}

/// The error and its remedy where the certificate would not be accepted as PEM text either.
fn why_not_either(bytes: &[u8], looks_like: LooksLike) -> Option<(String, &'static str)> {
    let error = match looks_like {
        LooksLike::Der => CaCertificate::from_der(bytes).err()?,
        LooksLike::ClientCert => match input::certificate_der(bytes) {
            Ok(der) => CaCertificate::from_der(&der).err()?,
            Err(error) => return Some((format!("it is broken: {}", error.without_remedy()), error.remedy())),
        },
        _ => return None,
    };
    let finding = format!("in PEM form it would not be accepted either: {error} ({})", error.reason());
    Some((finding, error.remedy()))
}
