//! CA files: exactly one PEM certificate each, and the command that repairs a file that is not one.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use issuedby::input::{self, LooksLike};
use issuedby::pem::{self, PemError, PemErrorKind};
use issuedby::{CaCertificate, CaSet, UnfitCa};

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
    let names = Names::of(path, error);
    let Names { input, read, result } = &names;
    let extract = format!("openssl x509{input} -out {result}");
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
        PemErrorKind::TrustedCertificate => {
            failure.help(format!("convert it: openssl x509{input} -clrtrust -out {result}"))
        }
        PemErrorKind::Pkcs7 => failure.help(format!(
            "keep only the CA; this writes every certificate: openssl pkcs7 -print_certs{input} -out {result}"
        )),
        PemErrorKind::NotPem { looks_like } => match conversion(*looks_like, octets, &names) {
            Some(command) => would_be(failure, octets, *looks_like, &command),
            None => failure.help(format!(
                "give the CA's certificate in PEM form; this must print its name: openssl x509 -noout -subject{input}"
            )),
        },
        _ => failure.help(error.remedy().replace("FILE", read)),
    }
}

/// The command that makes PEM text of what a file looks like.
fn conversion(looks_like: LooksLike, octets: &[u8], names: &Names<'_>) -> Option<String> {
    let Names { input, result, .. } = names;
    let from = names.redirection();
    Some(match looks_like {
        LooksLike::BareBase64 => {
            format!("tr -d '[:space:]'{from} | base64 -d | openssl x509 -inform DER -out {result}")
        }
        LooksLike::ClientCert => format!("issuedby client-cert decode -{from} > {result}"),
        LooksLike::Der => format!("openssl x509 -inform DER{input} -out {result}"),
        LooksLike::PercentEncodedPem => format!(
            "python3 -c 'import sys, urllib.parse; print(urllib.parse.unquote(sys.stdin.read()))'{from} > {result}"
        ),
        LooksLike::Pkcs12 => format!("openssl pkcs12 -nokeys{input} -out {result}"),
        LooksLike::Pkcs7 => format!("openssl pkcs7 -inform DER -print_certs{input} -out {result}"),
        LooksLike::Utf16 => {
            // Without a byte order mark, `UTF-16` is whatever this machine makes of it.
            let encoding = match octets.trim_ascii_start() {
                [0, ..] => "UTF-16BE",
                [_, 0, ..] => "UTF-16LE",
                _ => "UTF-16",
            };
            format!("iconv -f {encoding} -t UTF-8{from} > {result}")
        }
        _ => return None,
    })
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

/// How commands name the file, as words for a shell.
struct Names<'a> {
    /// The option that names the file; empty for standard input, which `openssl` reads without it.
    input: String,
    /// The file; a placeholder for standard input.
    read: Cow<'a, str>,
    /// A file to write, beside it.
    result: String,
}

impl<'a> Names<'a> {
    fn of(path: &'a Path, error: &PemError) -> Self {
        let result = quoted_path(&repaired_name(path, error)).into_owned();
        match source::is_standard_input(path) {
            true => Self { input: String::new(), read: Cow::Borrowed("FILE"), result },
            false => Self { input: format!(" -in {}", quoted_path(path)), read: quoted_path(path), result },
        }
    }

    /// The file as the standard input of a command.
    fn redirection(&self) -> String {
        if self.input.is_empty() { String::new() } else { format!(" < {}", self.read) }
    }
}

/// A name beside `path` that the repaired file can have without replacing another.
fn repaired_name(path: &Path, error: &PemError) -> PathBuf {
    if source::is_standard_input(path) {
        return PathBuf::from("ca.pem");
    }
    let is_taken_out = matches!(
        error.kind(),
        PemErrorKind::SeveralCertificates { .. } | PemErrorKind::PrivateKeyFound { .. }
    );
    let converted = path.with_extension("pem");
    if !is_taken_out && !converted.exists() {
        return converted;
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let kind = if is_taken_out { "only" } else { "converted" };
    path.with_file_name(format!("{stem}-{kind}.pem"))
}
