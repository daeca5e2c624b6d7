//! `issuedby inspect`: what a certificate claims, and what can be said about it alone.

mod facts;
mod json;
mod names;
mod oid;
mod text;

use std::path::Path;

use issuedby::certificate::ParseError;
use issuedby::input::{Form, LooksLike};
use issuedby::{Certificate, Reason};

use crate::arguments::{Format, Inspect};
use crate::exit::{ExitStatus, Failure};
use crate::finding::{self, Finding};
use crate::shell::quoted_path;
use crate::source::{self, Presented};
use crate::terminal::Console;

pub(crate) use self::facts::Facts;
pub(crate) use self::json::of_facts as json;
pub(crate) use self::text::{WIDTH, write_body, write_head};

/// Runs `issuedby inspect`.
pub(crate) fn run(arguments: &Inspect, format: Format, console: &mut Console) -> ExitStatus {
    let path = &arguments.certificate;
    let octets = match source::read(path) {
        Ok(octets) => octets,
        Err(failure) => {
            console.error(&failure);
            return failure.status;
        }
    };
    let presented = source::presented(octets);
    if let Some(finding) = Finding::of(path, &presented) {
        let failure = Failure::refused(format!("{}: {}", source::quoted_label(path), finding.message))
            .help(finding.remedy);
        console.error(&failure);
        return failure.status;
    }
    let mut status = ExitStatus::Done;
    for position in 0..presented.certificates.len() {
        if let Err(failure) = show(path, &presented, position, format, console) {
            console.error(&failure);
            status = status.max(failure.status);
        }
    }
    status
}

/// Shows one certificate of a source.
fn show(
    path: &Path,
    presented: &Presented,
    position: usize,
    format: Format,
    console: &mut Console,
) -> Result<(), Failure> {
    let (form, count) = (presented.form, presented.certificates.len());
    let Some(octets) = presented.certificates.get(position) else { return Ok(()) };
    let outcome = Certificate::from_der(octets);
    let alone = match (&outcome, format) {
        (Ok(certificate), _) => Some(certificate.clone()),
        // What stands before the trailing data can be shown; JSON is about whole certificates.
        (Err(error), Format::Text) if error.reason() == Reason::TrailingData => {
            octets.get(..error.offset()).and_then(|alone| Certificate::from_der(alone).ok())
        }
        (Err(_), _) => None,
    };
    let is_shown = alone.is_some();
    if let Some(facts) = alone.map(|certificate| Facts::of(&certificate, octets, Some(form))) {
        match (format, count) {
            (Format::Json, 1) => console.line(json::line_of(&facts)),
            (Format::Json, _) => {
                let label = source::member(source::label(path), position, count);
                console.line(crate::json::with_source(&label, &json::line_of(&facts)));
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
    let failure = Failure::refused(format!("{label}: {error} ({})", error.reason()))
        .help(finding::remedy_for(octets, &error));
    Err(match is_shown {
        true => failure,
        false => failure.help(look_closer(path, octets, form, &error)),
    })
}

/// The command that shows the structure of octets that are not a certificate.
fn look_closer(path: &Path, octets: &[u8], form: Form, error: &ParseError) -> String {
    let form = match form {
        _ if source::is_standard_input(path) || error.reason() != Reason::Malformed => return String::new(),
        Form::Pem => "PEM",
        Form::Der if LooksLike::of(octets) == LooksLike::Der => "DER",
        _ => return String::new(),
    };
    format!("to see how far it goes: openssl asn1parse -inform {form} -in {}", quoted_path(path))
}
