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
    let (reason, found) = (error.reason(), error.to_string());
    // What the file looks like and where; the core's advice after it is for a file it does not know.
    let is_about_file =
        matches!(reason, Reason::PemExpected | Reason::SeveralCertificates | Reason::PrivateKeyFound);
    let found = if is_about_file { found.split("; ").next().unwrap_or_default() } else { &*found };
    let failure = Failure::unacceptable(format!("{}: {found} ({reason})", source::quoted_label(path)));
    match (is_about_file, source::is_standard_input(path)) {
        (false, true) => failure.help(reason.remedy()),
        (false, false) => failure
            .help(reason.remedy())
            .help(format!("see what is in it: issuedby inspect {}", quoted_path(path))),
        (true, _) => repair(failure, path, octets, reason),
    }
}

/// What to do with a file that is not exactly one PEM certificate, and the command that does it.
fn repair(failure: Failure, path: &Path, octets: &[u8], reason: Reason) -> Failure {
    let result = repaired_name(path, reason);
    let (file, result) = (quoted_path(path), quoted_path(&result));
    let extract = format!("openssl x509 -in {file} -out {result}");
    match reason {
        Reason::SeveralCertificates => failure.help(format!(
            "keep only the CA that signs the clients directly; this writes the first: {extract}"
        )),
        Reason::PrivateKeyFound => {
            failure.help(format!("treat the key as exposed, and give the certificate alone: {extract}"))
        }
        _ => match input::form(octets) {
            Form::ClientCert => {
                failure.help(format!("convert it: issuedby client-cert decode - < {file} > {result}"))
            }
            // A DER certificate is a SEQUENCE.
            Form::Der if octets.first() == Some(&0x30) => {
                let failure =
                    failure.help(format!("convert it: openssl x509 -inform DER -in {file} -out {result}"));
                match CaCertificate::from_der(octets) {
                    Ok(_) => failure,
                    Err(error) => {
                        failure.help(format!("even then it is not accepted: {error} ({})", error.reason()))
                    }
                }
            }
            _ => failure.help(format!(
                "give the CA's certificate in PEM form; this must print its name: openssl x509 -noout -subject -in {file}"
            )),
        },
    }
}

/// A name beside `path` that the repaired file can have without replacing another.
fn repaired_name(path: &Path, reason: Reason) -> PathBuf {
    if source::is_standard_input(path) {
        return PathBuf::from("ca.pem");
    }
    let converted = path.with_extension("pem");
    if reason == Reason::PemExpected && !converted.exists() {
        return converted;
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let kind = if reason == Reason::PemExpected { "converted" } else { "only" };
    path.with_file_name(format!("{stem}-{kind}.pem"))
}
