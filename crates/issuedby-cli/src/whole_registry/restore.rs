//! `issuedby registry restore`: what comes back and what is lost, a question at a terminal, and it is done.

use std::io::{self, BufRead, IsTerminal};
use std::path::Path;

use issuedby_registry::{Difference, Incarnation, RegistryError, Restore};
use serde_json::{Map, Value};

use super::{amount, summary};
use crate::arguments::{Format, InRegistry};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json;
use crate::printable::printable;
use crate::registry::WholeRegistry;
use crate::shell::quoted_path;
use crate::source::{label, quoted_label};
use crate::terminal::Console;

/// The number of each kind that are named; JSON has all.
const SHOWN: usize = 8;

pub(super) fn run(
    place: &InRegistry,
    file: &Path,
    yes: bool,
    format: Format,
    console: &mut Console,
) -> Result<ExitStatus, Failure> {
    let place = WholeRegistry::read(place)?;
    place.make_folder()?;
    let refused = |error: RegistryError| place.refused(&error);
    let incarnation = Incarnation::random().map_err(|error| refused(error.into()))?;
    let restore = Restore::prepare(file, place.path(), incarnation)
        .map_err(|error| place.restore_refused(&error, file))?;
    let difference = restore.difference().cloned();
    let asks = restore.replaces() && !yes;
    if asks || format == Format::Text {
        tell(&restore, console);
    }
    if asks && !is_at_a_terminal() {
        let (path, file) = (quoted_label(place.path()), quoted_path(file));
        return Err(Failure::new(
            ExitStatus::Conflict,
            "registry_exists",
            format!("found a registry at {path} (registry_exists)"),
        )
        .remedy(place.command(format_args!("to replace it: issuedby registry restore {file} --yes")))
        .remedy(place.command("to keep it too, back it up first: issuedby registry backup FILE")));
    }
    if asks && !is_wanted(&place, console) {
        console.note("note", "nothing was changed");
        return Ok(ExitStatus::Refused);
    }
    let restored = restore.apply().map_err(refused)?;
    match format {
        Format::Text => {
            let (amount, path) = (amount(restored.counts), quoted_label(place.path()));
            console.line(format_args!("restored {amount} to {}", printable(&path)));
        }
        Format::Json => {
            let mut object = summary(Some(restored.generation), restored.counts);
            object.insert("registry".to_owned(), label(place.path()).into());
            object.extend(to_json(difference.as_ref()));
            console.line(json::line(&Value::Object(object)));
        }
    }
    Ok(ExitStatus::Done)
}

/// Prints the changes before they are made.
fn tell(restore: &Restore, console: &mut Console) {
    for defect in &restore.report().defects {
        console.warning(&format!("{defect} ({})", defect.code()));
    }
    let Some(difference) = restore.difference() else {
        if restore.replaces() {
            console.warning("what it replaces cannot be read: whatever is in there is lost");
        }
        return;
    };
    let Difference {
        returning_ca_certificates, lost_ca_certificates, returning_domains, lost_domains, ..
    } = difference;
    for (names, consequence) in [
        (returning_ca_certificates, "come back, and their clients are verified again"),
        (lost_ca_certificates, "are lost, and their clients are refused"),
        (returning_domains, "come back"),
        (lost_domains, "are lost"),
    ] {
        if let Some(list) = shown(names) {
            console.warning(&format!("these {consequence}: {list}"));
        }
    }
}

fn shown(names: &[String]) -> Option<String> {
    let first: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    match names.len().saturating_sub(SHOWN) {
        _ if first.is_empty() => None,
        0 => Some(first.join(", ")),
        more => Some(format!("{} and {more} more", first.join(", "))),
    }
}

/// All keys are there also where nothing is replaced.
fn to_json(difference: Option<&Difference>) -> Map<String, Value> {
    let nothing = Difference::default();
    let Difference {
        returning_ca_certificates, lost_ca_certificates, returning_domains, lost_domains, ..
    } = difference.unwrap_or(&nothing);
    [
        ("returningCaCertificates", returning_ca_certificates),
        ("lostCaCertificates", lost_ca_certificates),
        ("returningDomains", returning_domains),
        ("lostDomains", lost_domains),
    ]
    .into_iter()
    .map(|(key, names)| (key.to_owned(), names.iter().map(String::as_str).collect()))
    .collect()
}

fn is_at_a_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

fn is_wanted(place: &WholeRegistry, console: &mut Console) -> bool {
    console.ask(&format!("Replace the registry at {}? [y/N] ", quoted_label(place.path())));
    let mut answer = String::new();
    match io::stdin().lock().read_line(&mut answer) {
        Ok(length) if length > 0 => matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"),
        _ => {
            console.end_line();
            false
        }
    }
}
