//! Where certificates come from: files, directories and standard input, within limits.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use issuedby::client_cert::CLIENT_CERT;
use issuedby::input::{self, Form, InputError};
use issuedby::limits::MAX_PEM_OCTETS;

use crate::exit::Failure;
use crate::shell::quoted_path;

/// The most that is read from one file or from standard input: the core's limit for text, and enough beyond
/// it that the core can say so itself.
const MAX_OCTETS_READ: usize = MAX_PEM_OCTETS + 65_536;

/// Whether the argument stands for standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// How people read the name of a source.
pub(crate) fn shown(path: &Path) -> String {
    match is_standard_input(path) {
        true => "standard input".to_owned(),
        false => label(path),
    }
}

/// How JSON names a source.
pub(crate) fn label(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// How a source stands at the start of a message.
pub(crate) fn quoted_label(path: &Path) -> String {
    match is_standard_input(path) {
        true => "standard input".to_owned(),
        false => format!("`{}`", path.display()),
    }
}

/// The octets of a file or of standard input.
///
/// # Errors
///
/// A failure that names the file when it cannot be read, is a directory or is larger than any certificate.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let octets = read_up_to(path, MAX_OCTETS_READ)?;
    match octets.len() > MAX_OCTETS_READ {
        true => Err(Failure::unacceptable(format!(
            "{}: more than {MAX_OCTETS_READ} octets, which no certificate and no bundle read here has",
            quoted_label(path)
        ))
        .help("give the file that holds the certificate alone, in PEM or DER form")),
        false => Ok(octets),
    }
}

/// The bytes of a file or of standard input; of more than `limit` bytes one more than that.
///
/// # Errors
///
/// A failure that names the file when it cannot be read.
pub(crate) fn read_up_to(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let outcome = match is_standard_input(path) {
        true => read_limited(io::stdin().lock(), limit),
        false => open(path).and_then(|file| read_limited(file, limit)),
    };
    outcome.map_err(|error| unreadable(path, &error))
}

/// The octets of standard input; of more than `limit` octets one more than that.
///
/// # Errors
///
/// When standard input cannot be read.
pub(crate) fn standard_input(limit: usize) -> Result<Vec<u8>, Failure> {
    read_limited(io::stdin().lock(), limit).map_err(|error| unreadable(Path::new("-"), &error))
}

/// Opens a file; a named pipe only if somebody writes to it.
fn open(path: &Path) -> io::Result<File> {
    /// How long a writer may take to come.
    const PATIENCE: Duration = Duration::from_secs(3);

    if !is_named_pipe(path) {
        return File::open(path);
    }
    // Opening waits for a writer. Without one the thread stays behind, until the process ends.
    let (opened, outcome) = mpsc::channel();
    let owned = path.to_owned();
    thread::spawn(move || opened.send(File::open(owned)));
    outcome.recv_timeout(PATIENCE).unwrap_or_else(|_| {
        Err(io::Error::new(io::ErrorKind::TimedOut, "is a named pipe (FIFO) to which nobody writes"))
    })
}

#[cfg(unix)]
fn is_named_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;

    fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_named_pipe(_: &Path) -> bool {
    false
}

/// One octet beyond the limit at most, whatever is read.
fn read_limited(reader: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut octets = Vec::new();
    reader.take(limit as u64 + 1).read_to_end(&mut octets)?;
    Ok(octets)
}

/// The files that the arguments stand for: a directory is replaced by its files, sorted bytewise,
/// without the hidden ones.
pub(crate) fn expand(arguments: &[PathBuf]) -> Vec<Result<PathBuf, Failure>> {
    arguments
        .iter()
        .flat_map(|argument| match !is_standard_input(argument) && argument.is_dir() {
            false => vec![Ok(argument.clone())],
            true => match files_of(argument) {
                Ok(files) => files.into_iter().map(Ok).collect(),
                Err(failure) => vec![Err(failure)],
            },
        })
        .collect()
}

fn files_of(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(directory).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|error| unreadable(directory, &error))?;
    let is_hidden = |entry: &fs::DirEntry| entry.file_name().as_encoded_bytes().starts_with(b".");
    let files = entries.iter().filter(|entry| !is_hidden(entry)).map(fs::DirEntry::path);
    let mut files: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
    files.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    match files.is_empty() {
        true => Err(Failure::unacceptable(format!("`{}`: the directory has no files", directory.display()))
            .help("directories are not searched recursively: name the directory that holds the files")),
        false => Ok(files),
    }
}

/// What one source presents to a verifier.
pub(crate) struct Presented {
    pub(crate) form: Form,
    /// The octets of each certificate, DER if they could be told.
    pub(crate) certificates: Vec<Vec<u8>>,
    /// Why it is text without certificates. The octets themselves are then the only one presented, so that
    /// the verdict about them is the core's.
    pub(crate) error: Option<InputError>,
}

/// Splits what was read into certificates. It may also be one whole line with a Client-Cert header.
pub(crate) fn presented(octets: Vec<u8>) -> Presented {
    let text = header_value(&octets).filter(|value| value.starts_with(b":")).unwrap_or(&octets);
    let form = input::form(text);
    let split = input::certificates_der(text)
        .map(|certificates| certificates.into_iter().map(std::borrow::Cow::into_owned).collect());
    match split {
        Ok(certificates) => Presented { form, certificates, error: None },
        Err(error) => Presented { form, certificates: vec![octets], error: Some(error) },
    }
}

/// The value in a whole line with a Client-Cert header.
pub(crate) fn header_value(octets: &[u8]) -> Option<&[u8]> {
    match without_mark(octets).split_at_checked(CLIENT_CERT.len()) {
        Some((name, [b':', value @ ..])) if name.eq_ignore_ascii_case(CLIENT_CERT.as_bytes()) => {
            Some(value.trim_ascii())
        }
        _ => None,
    }
}

/// A text without the byte order mark that a file may begin with, and without blanks around it.
pub(crate) fn without_mark(octets: &[u8]) -> &[u8] {
    octets.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(octets).trim_ascii()
}

/// Numbers the sources of a file that holds several certificates, counting from 1.
pub(crate) fn member(label: String, position: usize, of: usize) -> String {
    match of {
        1 => label,
        _ => format!("{label}#{}", position + 1),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let shown = quoted_label(path);
    match error.kind() {
        io::ErrorKind::NotFound => match path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            Some(parent) if !parent.exists() => {
                Failure::unacceptable(format!("{shown}: the directory `{}` does not exist", parent.display()))
            }
            _ => {
                let failure = Failure::unacceptable(format!("{shown}: no such file"));
                match nearest(path) {
                    Some(near) => failure.help(format!("did you mean {}?", quoted_path(&near))),
                    None => failure,
                }
            }
        },
        io::ErrorKind::IsADirectory => {
            Failure::unacceptable(format!("{shown}: is a directory, a file is needed"))
        }
        io::ErrorKind::PermissionDenied => Failure::unacceptable(format!("{shown}: permission denied"))
            .help(format!("see who may read it: ls -l {}", quoted_path(path))),
        io::ErrorKind::TimedOut => {
            Failure::unacceptable(format!("{shown}: {error}")).help("give a file, or `-` for standard input")
        }
        _ => Failure::unacceptable(format!("{shown}: {error}")),
    }
}

/// The file beside a missing one whose name is nearest, if one is near: a third of it may differ.
fn nearest(path: &Path) -> Option<PathBuf> {
    let wanted = path.file_name()?.to_string_lossy().to_lowercase();
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let distance =
        |name: &OsStr| strsim::damerau_levenshtein(&name.to_string_lossy().to_lowercase(), &wanted);
    let name = fs::read_dir(directory)
        .ok()?
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name())
        .min_by_key(|name| (distance(name), name.clone()))?;
    (distance(&name) <= (wanted.chars().count() / 3).max(1)).then(|| path.with_file_name(name))
}
