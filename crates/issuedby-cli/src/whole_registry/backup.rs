//! `issuedby registry backup`: one file, made while the registry is in use, and checked.

use std::path::Path;

use issuedby_registry::Existing;
use serde_json::Value;

use super::{amount, summary};
use crate::arguments::{Format, InRegistry};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json;
use crate::printable::printable;
use crate::registry::WholeRegistry;
use crate::source::{label, quoted_label};
use crate::terminal::Console;

pub(super) fn run(
    place: &InRegistry,
    file: &Path,
    force: bool,
    format: Format,
    console: &mut Console,
) -> Result<ExitStatus, Failure> {
    let place = WholeRegistry::read(place)?;
    let existing = if force { Existing::Replaced } else { Existing::Refused };
    let made = place.open()?.backup(file, existing).map_err(|error| place.refused(&error))?;
    match format {
        Format::Text => {
            let (amount, file) = (amount(made.counts), quoted_label(file));
            console.line(format_args!("backed up {amount} to {}", printable(&file)));
        }
        Format::Json => {
            let mut object = summary(Some(made.generation), made.counts);
            object.insert("file".to_owned(), label(file).into());
            object.insert("bytes".to_owned(), made.size.into());
            console.line(json::line(&Value::Object(object)));
        }
    }
    Ok(ExitStatus::Done)
}
