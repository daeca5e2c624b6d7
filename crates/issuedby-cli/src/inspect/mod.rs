//! `issuedby inspect`: what a certificate claims, and what can be said about it alone.

mod extensions;
mod facts;
mod text;

use std::path::Path;

use issuedby::certificate::ParseError;
use issuedby::input::{CertificateInput, Form, InputKind, LooksLike};
use issuedby::{Certificate, Reason};

use crate::arguments::{Format, Inspect};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json::JsonObject;
use crate::repair::{Names, Wanted};
use crate::shell::quoted_path;
use crate::source;
use crate::terminal::Console;

pub(crate) use self::facts::Facts;
pub(crate) use self::text::{WIDTH, write_body, write_head};

/// Runs `issuedby inspect`.
pub(crate) fn run(arguments: &Inspect, format: Format, console: &mut Console) -> ExitStatus {
    let path = &arguments.certificate;
    let bytes = match source::read(path) {
        Ok(bytes) => bytes,
        Err(failure) => {
            console.error(&failure);
            return failure.status;
        }
    };
    let input = match CertificateInput::read(&bytes, InputKind::Bytes) {
        Ok(input) => input,
        Err(error) => {
            let failure = source::no_certificate(path, &bytes, &error);
            console.error(&failure);
            return failure.status;
        }
    };
    let form = input.form();
    let certificates: Vec<_> = input.into_certificates().collect();
    let mut status = ExitStatus::Done;
    for (position, bytes) in certificates.iter().enumerate() {
        let place = Place { path, form, position, count: certificates.len() };
        if let Err(failure) = show(place, bytes, format, console) {
            console.error(&failure);
            status = status.max(failure.status);
        }
    }
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
fn show(place: Place<'_>, bytes: &[u8], format: Format, console: &mut Console) -> Result<(), Failure> {
    let Place { path, form, position, count } = place;
    let outcome = Certificate::from_der(bytes);
    // What stands before trailing data, and beside an extension that cannot be read, can be shown. JSON is about whole
    // certificates.
    let facts = Facts::of(bytes, Some(form)).ok();
    let facts = facts.filter(|facts| format == Format::Text || facts.inspection.trailing() == 0);
    let is_shown = facts.is_some();
    if let Some(facts) = facts {
        match (format, count) {
            (Format::Json, 1) => console.line(facts.json()),
            (Format::Json, _) => {
                let label = source::member(source::label(path), position, count);
                console.line(JsonObject::from_core(&facts.json()).of_source(&label).line());
            }
            (Format::Text, _) => {
                if position > 0 {
                    console.line("");
                }
                text::write(&facts, &source::member(source::shown(path), position, count), console);
            }
        }
    }
    let Err(error) = outcome else { return Ok(()) };
    let label = source::member(source::shown(path), position, count);
    let label = if source::is_standard_input(path) { label } else { format!("`{label}`") };
    let failure = Failure::refused(error.reason().code(), format!("{label}: {error} ({})", error.reason()))
        .remedy(Names::to_convert(path, Wanted::Client).fill(error.remedy(), bytes))
        .of(&error);
    Err(match is_shown && error.reason() == Reason::TrailingData {
        true => failure,
        false => failure.remedy(look_closer(path, bytes, form, &error)),
    })
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
