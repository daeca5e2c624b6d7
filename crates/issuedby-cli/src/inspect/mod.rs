//! `issuedby inspect`: what a certificate claims, and what can be said about it alone.

mod extensions;
mod facts;
mod output;
mod row;
mod text;

use std::path::{Path, PathBuf};

use issuedby::certificate::ParseError;
use issuedby::input::{CertificateInput, Form, InputKind, LooksLike};
use issuedby::{Certificate, Reason};

use crate::arguments::{Inspect, TableFormat};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::folder::Files;
use crate::progress::Progress;
use crate::repair::{Names, Wanted};
use crate::shell::quoted_path;
use crate::source;
use crate::terminal::Console;
use output::Output;

pub(crate) use self::facts::Facts;
pub(crate) use self::text::{WIDTH, write_body, write_head};

/// Runs `issuedby inspect`.
pub(crate) fn run(arguments: &Inspect, format: TableFormat, console: &mut Console) -> ExitStatus {
    let mut files = Files::of(&arguments.certificates);
    // Whether there are several is known before the first is shown.
    let first: Vec<_> = files.by_ref().take(2).collect();
    let progress = Progress::new(format, || Files::of(&arguments.certificates).count());
    let mut output = Output::new(arguments, format, first.len() > 1, &progress, console);
    let mut worst = ExitStatus::Done;
    for file in first.into_iter().chain(files.by_ref()) {
        progress.step();
        worst = worst.max(inspect(file, &mut output));
    }
    output.finish(files.left_out());
    worst
}

/// Shows every certificate of one file.
fn inspect(file: Result<PathBuf, Failure>, output: &mut Output<'_>) -> ExitStatus {
    let label = file.as_ref().ok().map(|path| source::label(path));
    let read = file.and_then(|path| {
        let bytes = source::read(&path)?;
        let input = CertificateInput::read(&bytes, InputKind::Bytes)
            .map_err(|error| source::no_certificate(&path, &bytes, &error))?;
        let form = input.form();
        Ok((form, input.into_certificates().map(std::borrow::Cow::into_owned).collect::<Vec<_>>(), path))
    });
    let (form, certificates, path) = match read {
        Ok(read) => read,
        Err(failure) => {
            output.unreadable_file(label.as_deref(), &failure);
            return failure.status;
        }
    };
    let mut status = ExitStatus::Done;
    for (position, bytes) in certificates.iter().enumerate() {
        let place = Place { path: &path, form, position, count: certificates.len() };
        status = status.max(show(place, bytes, output));
    }
    output.end_file();
    status
}

/// The place of a certificate in its source.
#[derive(Clone, Copy)]
struct Place<'p> {
    path: &'p Path,
    form: Form,
    position: usize,
    count: usize,
}

/// Shows one certificate of a source.
fn show(place: Place<'_>, bytes: &[u8], output: &mut Output<'_>) -> ExitStatus {
    let Place { path, form, position, count } = place;
    let facts = Facts::of(bytes, Some(form), output.now).ok();
    let certificate = Certificate::from_der(bytes);
    let is_shown = facts.is_some();
    let failure = certificate.as_ref().err().map(|error| {
        let label = source::member(source::shown(path), position, count);
        let label = if source::is_standard_input(path) { label } else { format!("`{label}`") };
        let message = format!("{label}: {error} ({})", error.reason());
        let failure = Failure::refused(error.reason().code(), message)
            .remedy(Names::to_convert(path, Wanted::Client).fill(error.remedy(), bytes))
            .of(error);
        match is_shown && error.reason() == Reason::TrailingData {
            true => failure,
            false => failure.remedy(look_closer(path, bytes, form, error)),
        }
    });
    output.certificate(place, facts.as_ref(), certificate.as_ref().ok(), failure.as_ref());
    failure.map_or(ExitStatus::Done, |failure| failure.status)
}

/// The command that shows the structure of bytes that are not a certificate.
fn look_closer(path: &Path, bytes: &[u8], form: Form, error: &ParseError) -> String {
    let form = match form {
        _ if source::is_standard_input(path) || error.reason() != Reason::Malformed => return String::new(),
        // OpenSSL shows nothing of what is cut off.
        _ if error.offset() == 0 => return String::new(),
        Form::Pem => "PEM",
        Form::Der if LooksLike::of(bytes) == LooksLike::Der => "DER",
        _ => return String::new(),
    };
    format!("to see how far it goes: openssl asn1parse -inform {form} -in {}", quoted_path(path))
}
