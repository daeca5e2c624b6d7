//! `issuedby client-cert`: RFC 9440 text from a certificate and back.

use std::path::Path;

use issuedby::input::{self, InputKind};
use issuedby::{Certificate, ClientCert, pem};
use serde_json::json;

use crate::arguments::{ClientCertCommand, Format};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json;
use crate::repair::{Names, Wanted};
use crate::source;
use crate::terminal::Console;

/// Runs `issuedby client-cert`.
pub(crate) fn run(command: &ClientCertCommand, format: Format, console: &mut Console) -> ExitStatus {
    let outcome = match command {
        ClientCertCommand::Encode { certificate } => encode(certificate, format, console),
        ClientCertCommand::Decode { text } => decode(text, format, console),
    };
    match outcome {
        Ok(()) => ExitStatus::Done,
        Err(failure) => {
            console.error(&failure);
            failure.status
        }
    }
}

fn encode(path: &Path, format: Format, console: &mut Console) -> Result<(), Failure> {
    let bytes = source::read(path)?;
    // A client's file may hold its key and the CAs above it too: they are passed over.
    let der = input::required_certificate_der(&bytes, InputKind::Bytes)
        .map_err(|error| source::no_certificate(path, &bytes, &error))?;
    let certificate = Certificate::from_der(&der).map_err(|error| {
        let remedy = Names::to_convert(path, Wanted::Client).fill(error.remedy(), &bytes);
        Failure::refused(error.reason().code(), format!("{}: {error}", source::quoted_label(path)))
            .remedy(remedy)
            .of(&error)
    })?;
    let value = ClientCert::encode(&der);
    match format {
        Format::Text => console.line(value),
        Format::Json => console.line(json::line(&json!({
            "sha256Fingerprint": certificate.fingerprint().to_string(),
            "clientCert": value,
        }))),
    }
    Ok(())
}

fn decode(argument: &str, format: Format, console: &mut Console) -> Result<(), Failure> {
    let bytes = match argument {
        "-" => source::read(Path::new("-"))?,
        text => text.as_bytes().to_vec(),
    };
    let text = source::header_value(&bytes).unwrap_or_else(|| source::without_mark(&bytes));
    let der = ClientCert::decode(text).map_err(|error| {
        let failure =
            Failure::refused(error.code(), format!("not the value of a Client-Cert header: {error}"))
                .of(&error);
        match Path::new(argument).is_file() {
            true => failure.remedy(format!(
                "to read it from a file: issuedby client-cert decode - < {}",
                crate::shell::quoted_path(Path::new(argument))
            )),
            // The core's sentence says what to do.
            false => failure,
        }
    })?;
    let certificate = Certificate::from_der(&der).map_err(|error| {
        Failure::refused(
            error.reason().code(),
            format!("the value decodes to {} bytes that are not a certificate: {error}", der.len()),
        )
        .remedy(error.reason().remedy())
    })?;
    let canonical = ClientCert::is_canonical(text);
    if !canonical {
        console.warning(
            "the text was accepted but is not canonical: other implementations may refuse it, and comparing \
             header texts instead of certificates would miss it",
        );
    }
    let pem = pem::encode_certificate(&der);
    match format {
        Format::Text => console.line(pem.trim_end()),
        Format::Json => console.line(json::line(&json!({
            "sha256Fingerprint": certificate.fingerprint().to_string(),
            "subject": certificate.subject().ok().map(|subject| subject.to_string()),
            "canonical": canonical,
            "pem": pem,
        }))),
    }
    Ok(())
}
