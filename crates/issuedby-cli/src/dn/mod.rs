//! `issuedby dn`: whether two Distinguished Names match, and the text by which one is compared.

mod bulk;
mod lines;
mod text;

use std::ffi::OsStr;
use std::fmt::Write;
use std::path::Path;

use issuedby::limits::MAX_NAME_TEXT_SIZE;
use issuedby::name::{NameForm, NameTextErrorKind, ParsedName};
use serde_json::{Value, json};

use crate::arguments::{DnCommand, Format, TableFormat};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json::JsonObject;
use crate::name_text;
use crate::source;
use crate::terminal::Console;

/// Runs `issuedby dn`.
pub(crate) fn run(
    command: &DnCommand,
    format: Format,
    table_format: TableFormat,
    console: &mut Console,
) -> ExitStatus {
    match command {
        DnCommand::Compare { pairs: Some(pairs), csv, .. } => {
            bulk::compare(pairs, (*csv).into(), table_format, console)
        }
        DnCommand::Compare { expected, found, .. } => {
            let [expected, found] = [expected, found].map(|name| name.as_deref().unwrap_or_default());
            compare(expected, found, format, console)
        }
        DnCommand::Normalize { names: Some(names), csv, .. } => {
            bulk::normalize(names, (*csv).into(), table_format, console)
        }
        DnCommand::Normalize { name, .. } => normalize(name.as_deref().unwrap_or_default(), format, console),
    }
}

fn compare(expected: &OsStr, found: &OsStr, format: Format, console: &mut Console) -> ExitStatus {
    // Both are read, so that what is wrong with either is said at once.
    let (expected, found) = match (read("A", expected), read("B", found)) {
        (Ok(expected), Ok(found)) => (expected, found),
        (expected, found) => {
            let failures = [expected.err(), found.err()].into_iter().flatten();
            return failures.map(|failure| refuse(&failure, console)).max().unwrap_or(ExitStatus::Usage);
        }
    };
    let comparison = expected.name().as_name().compare(found.name().as_name());
    match format {
        Format::Text => text::write(&expected, &found, &comparison, console),
        Format::Json => {
            let object = JsonObject::from_core(&comparison.to_json())
                .with("expectedForm", expected.form().as_str())
                .with("foundForm", found.form().as_str());
            console.line(object.line());
        }
    }
    match comparison.level().matches() {
        true => ExitStatus::Done,
        false => ExitStatus::Refused,
    }
}

fn normalize(name: &OsStr, format: Format, console: &mut Console) -> ExitStatus {
    let parsed = match read("A", name) {
        Ok(parsed) => parsed,
        Err(failure) if failure.code() == NameTextErrorKind::SeveralNames.code() => {
            let many =
                "to normalize many, a line each: issuedby dn normalize --names FILE (`-` for standard input)";
            return refuse(&failure.first_remedy(many.to_owned()), console);
        }
        Err(failure) => return refuse(&failure, console),
    };
    let name = parsed.name();
    match parsed.form() {
        NameForm::Empty => console.warning("the name is empty: no issuer is, and a policy refuses it"),
        NameForm::Slash => console.warning(&format!(
            "the slash form cannot express every name; without doubt this one is written {name}"
        )),
        _ => {}
    }
    match format {
        Format::Text => console.line(name.as_name().to_normalized_string()),
        Format::Json => console.line(normalized(&parsed).line()),
    }
    ExitStatus::Done
}

/// A name with its normal form, as JSON.
fn normalized(parsed: &ParsedName) -> JsonObject {
    let name = parsed.name();
    let object = json!({
        "form": parsed.form().as_str(),
        "dn": name.to_string(),
        "utf8": name.to_utf8_string(),
        "normalized": name.as_name().to_normalized_string(),
        "normalForm": hexadecimal(name.normalized()),
    });
    match object {
        Value::Object(object) => object.into(),
        _ => serde_json::Map::new().into(),
    }
}

/// Reads the name that an argument is, or that stands on standard input.
fn read(label: &str, argument: &OsStr) -> Result<ParsedName, Failure> {
    match source::is_standard_input(Path::new(argument)) {
        true => {
            let bytes = source::standard_input(MAX_NAME_TEXT_SIZE)?;
            name_text::read(&format!("{label} (standard input)"), &bytes)
        }
        false => name_text::read(label, argument.as_encoded_bytes()),
    }
}

fn refuse(failure: &Failure, console: &mut Console) -> ExitStatus {
    console.error(failure);
    failure.status
}

/// Bytes as lower hex without separators: they are no fingerprint that somebody reads out.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
