//! CA files: exactly one PEM certificate each, and the command that repairs a file that is not one.

use std::path::{Path, PathBuf};

use issuedby::input::{self, LooksLike};
use issuedby::pem::{self, PemError, PemErrorKind};
use issuedby::{CaCertificate, CaSet, UnfitCa};

use crate::exit::Failure;
use crate::repair::{Names, Wanted};
use crate::shell::quoted_path;
use crate::source;

/// A CA and the file that it came from.
pub(crate) struct CaFile {
    pub(crate) path: PathBuf,
    pub(crate) ca: CaCertificate,
}

/// Loads every CA file.
///
/// # Errors
///
/// One failure for each file that could not be read or accepted.
pub(crate) fn load(paths: &[PathBuf]) -> Result<Vec<CaFile>, Vec<Failure>> {
    let (mut loaded, mut failures) = (Vec::new(), Vec::new());
    for path in paths {
        match load_one(path) {
            Ok(ca) => loaded.push(CaFile { path: path.clone(), ca }),
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() { Ok(loaded) } else { Err(failures) }
}

/// Loads one CA file.
///
/// # Errors
///
/// A failure that names the file, what is wrong and what to do.
pub(crate) fn load_one(path: &Path) -> Result<CaCertificate, Failure> {
    let octets = source::read(path)?;
    CaCertificate::from_pem(&octets)
        // The key is prepared when a CA is put into a set: here, so that an error names the file.
        .and_then(|ca| CaSet::new([ca.clone()]).map(|_| ca))
        .map_err(|error| unfit(path, &octets, &error))
}

fn unfit(path: &Path, octets: &[u8], error: &UnfitCa) -> Failure {
    let label = source::quoted_label(path);
    let failure = Failure::unacceptable(format!("{label}: {error} ({})", error.reason()));
    match pem::single_certificate(octets) {
        Err(in_text) => repair(failure, path, octets, &in_text),
        Ok(_) if source::is_standard_input(path) => failure.help(error.remedy()),
        Ok(_) => failure
            .help(error.remedy())
            .help(format!("see what is in it: issuedby inspect {}", quoted_path(path))),
    }
}

/// What to do with a file that is not exactly one PEM certificate, and the command that does it.
fn repair(failure: Failure, path: &Path, octets: &[u8], error: &PemError) -> Failure {
    let names = Names::of(path, Wanted::Ca, error);
    let extract = names.extraction();
    match error.kind() {
        PemErrorKind::SeveralCertificates { .. } => failure.help(format!(
            "keep only the CA that signs the clients directly; this writes the first: {extract}"
        )),
        // Beside the key there may be no certificate that could be taken out.
        PemErrorKind::PrivateKeyFound { .. } => match pem::certificates(octets) {
            Ok(_) => {
                failure.help(format!("treat the key as exposed, and give the certificate alone: {extract}"))
            }
            Err(_) => failure.help("treat the key as exposed, and give the CA's certificate, not its key"),
        },
        PemErrorKind::NotPem { looks_like } => match names.conversion(*looks_like, octets) {
            Some(command) => would_be(failure, octets, *looks_like, &command),
            None => failure.help(format!(
                "give the CA's certificate in PEM form; this must print its name: openssl x509 -noout -subject{}",
                names.input
            )),
        },
        kind => match names.unwrapping(kind) {
            Some(command) if *kind == PemErrorKind::Pkcs7 => {
                failure.help(format!("keep only the CA; this writes every certificate: {command}"))
            }
            Some(command) => failure.help(format!("convert it: {command}")),
            None => failure.help(names.fill(error.remedy())),
        },
    }
}

/// The command, unless the certificate that it writes would not be accepted: then why not.
fn would_be(failure: Failure, octets: &[u8], looks_like: LooksLike, command: &str) -> Failure {
    let converted = match looks_like {
        LooksLike::Der => CaCertificate::from_der(octets).map(drop),
        LooksLike::ClientCert => match input::certificate_der(octets) {
            Ok(der) => CaCertificate::from_der(&der).map(drop),
            Err(error) => return failure.help(format!("it is broken: {error}")),
        },
        LooksLike::Pkcs12 | LooksLike::Pkcs7 => {
            return failure.help(format!("keep only the CA; this writes every certificate: {command}"));
        }
        _ => Ok(()),
    };
    match converted {
        Ok(()) => failure.help(format!("convert it: {command}")),
        Err(error) => failure
            .help(format!("in PEM form it would not be accepted either: {error} ({})", error.reason()))
            .help(error.remedy()),
    }
}
