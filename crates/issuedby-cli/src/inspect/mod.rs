//! `issuedby inspect`: what a certificate claims, and what can be said about it alone.

mod facts;
mod json;
mod names;
mod oid;
mod text;

use issuedby::Certificate;

use crate::arguments::{Format, Inspect};
use crate::exit::{ExitStatus, Failure};
use crate::shell::quoted_path;
use crate::source;
use crate::terminal::Console;
use facts::Facts;

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
    let form = issuedby::input::form(&octets);
    let presented = source::presented(octets);
    if let Some(error) = &presented.error {
        let failure = Failure::refused(format!("{}: {error}", source::quoted_label(path)))
            .help("give a certificate in PEM or DER form, or as RFC 9440 text");
        console.error(&failure);
        return failure.status;
    }
    let count = presented.certificates.len();
    let mut status = ExitStatus::Done;
    for (position, der) in presented.certificates.iter().enumerate() {
        let label = source::member_label(path, position, count);
        match Certificate::from_der(der) {
            Ok(certificate) => {
                let facts = Facts::of(&certificate, form);
                match (format, count) {
                    (Format::Json, 1) => console.line(json::of_facts(&facts)),
                    (Format::Json, _) => {
                        console.line(crate::json::with_source(&label, &json::of_facts(&facts)));
                    }
                    (Format::Text, _) => {
                        if position > 0 {
                            console.line("");
                        }
                        text::write(&facts, if label == "-" { "standard input" } else { &label }, console);
                    }
                }
            }
            Err(error) => {
                let failure = Failure::refused(format!("`{label}`: {error} ({})", error.reason()))
                    .help(source::remedy_for(der, &error))
                    .help(look_closer(path, form));
                console.error(&failure);
                status = status.max(failure.status);
            }
        }
    }
    status
}

/// The command that shows the structure of octets that are not a certificate.
fn look_closer(path: &std::path::Path, form: issuedby::input::Form) -> String {
    use issuedby::input::Form;

    let form = match form {
        _ if source::is_standard_input(path) => return String::new(),
        Form::Pem => "PEM",
        Form::Der => "DER",
        _ => return String::new(),
    };
    format!("to see how far it goes: openssl asn1parse -inform {form} -in {}", quoted_path(path))
}
