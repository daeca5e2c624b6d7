//! CA files: exactly one PEM certificate each, and the command that repairs a file that is not one.

use std::path::{Path, PathBuf};

use issuedby::input::{self, Form};
use issuedby::{CaCertificate, CaSet, Reason, UnfitCa};

use crate::exit::Failure;
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

fn load_one(path: &Path) -> Result<CaCertificate, Failure> {
    let octets = source::read(path)?;
    CaCertificate::from_pem(&octets)
        // The key is prepared when a CA is put into a set: here, so that an error names the file.
        .and_then(|ca| CaSet::new([ca.clone()]).map(|_| ca))
        .map_err(|error| unfit(path, &octets, &error))
}

fn unfit(path: &Path, octets: &[u8], error: &UnfitCa) -> Failure {
    let message = format!("{}: {error} ({})", source::quoted_label(path), error.reason());
    let failure = Failure::unacceptable(message);
    match repair(path, octets, error.reason()) {
        Some(command) => failure.help(command),
        None => failure
            .help(error.remedy())
            .help(format!("see what is in it: issuedby inspect {}", quoted_path(path))),
    }
}

/// What to do and the command for it, where one command does it.
fn repair(path: &Path, octets: &[u8], reason: Reason) -> Option<String> {
    if source::is_standard_input(path) {
        return None;
    }
    let (file, result) = (quoted_path(path), repaired_name(path, reason));
    let result = quoted_path(&result);
    Some(match reason {
        Reason::PemExpected => match input::form(octets) {
            Form::ClientCert => {
                format!("convert it: issuedby client-cert decode - < {file} > {result}")
            }
            // A DER certificate is a SEQUENCE; anything else is no certificate in another form.
            Form::Der if octets.first() == Some(&0x30) => {
                format!("convert it: openssl x509 -inform DER -in {file} -out {result}")
            }
            _ => return None,
        },
        Reason::SeveralCertificates => format!(
            "keep only the CA that signs the clients directly; if it is the first: openssl x509 -in {file} -out {result}"
        ),
        Reason::PrivateKeyFound => {
            format!(
                "treat the key as exposed, and upload the certificate alone: openssl x509 -in {file} -out {result}"
            )
        }
        _ => return None,
    })
}

/// A name beside `path` that the repaired file can have.
fn repaired_name(path: &Path, reason: Reason) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let is_pem = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pem"));
    match reason {
        Reason::PemExpected if !is_pem => path.with_extension("pem"),
        Reason::PemExpected => path.with_file_name(format!("{stem}-converted.pem")),
        _ => path.with_file_name(format!("{stem}-only.pem")),
    }
}
