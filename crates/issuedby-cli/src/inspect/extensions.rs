//! The extensions of a certificate for people.

use issuedby::Inspection;
use issuedby::certificate::ParseError;
use issuedby::inspection::{InspectedExtension, InspectedName};
use issuedby::name_constraints::NameConstraints;
use issuedby::oid_name;

use super::text::{SHOWN, WIDTH};
use crate::json::hexadecimal;
use crate::printable::printable;
use crate::terminal::{BAD, CAUTION, Console, DIM};

/// The contents of the extensions.
pub(super) fn write_contents(inspection: &Inspection<'_>, console: &mut Console) {
    if inspection.is_ca() {
        let length = match inspection.path_length() {
            Some(0) => "may issue end-entity certificates only".to_owned(),
            Some(length) => format!("at most {length} more CAs below it"),
            None => "any number of CAs below it".to_owned(),
        };
        console.field(WIDTH, "path length", length);
    }
    if let Some(usage) = inspection.key_usage() {
        console.field(WIDTH, "key usage", listed(&usage.names().collect::<Vec<_>>()));
    }
    if let Some(usage) = inspection.extended_key_usage() {
        let purpose =
            |oid| oid_name::of(oid).map_or_else(|| oid_name::NamedOid(oid).to_string(), str::to_owned);
        console.field(
            WIDTH,
            "extended key usage",
            listed(&usage.purposes().map(purpose).collect::<Vec<_>>()),
        );
    }
    write_list_of(
        "alternative names",
        inspection.alternative_names().unwrap_or_default().iter().map(name),
        console,
    );
    if let Some(constraints) = inspection.name_constraints() {
        write_constraints(constraints, console);
    }
    write_policies(inspection, console);
    write_pointers(inspection, console);
    if let Some(identifier) = inspection.subject_key_identifier() {
        console.field(WIDTH, "subject key id", hexadecimal(identifier));
    }
    if let Some(identifier) = inspection.authority_key_identifier() {
        console.field(WIDTH, "authority key id", hexadecimal(identifier));
    }
    if let Some(authority) = inspection.authority_key() {
        write_list_of("authority issuer", authority.issuer.iter().map(name), console);
        if let Some(serial) = &authority.serial_number {
            console.field(WIDTH, "authority serial", serial);
        }
    }
    if !inspection.truncated().is_empty() {
        let keys = inspection.truncated().join(", ");
        console.field(
            WIDTH,
            "cut",
            format_args!("{CAUTION}{keys}{CAUTION:#}: neither this nor JSON has all of it"),
        );
    }
}

/// Every extension in its order, with its name and number; its bytes where nothing here reads them.
pub(super) fn write_list(inspection: &Inspection<'_>, console: &mut Console) {
    for (position, extension) in inspection.extensions().iter().enumerate() {
        let label = if position == 0 { "extensions" } else { "" };
        let InspectedExtension { oid, name, critical, size, value, error, .. } = extension;
        let name = name.unwrap_or("(no usual name)");
        let critical = if *critical { ", critical" } else { "" };
        match oid {
            Some(oid) => console.field(WIDTH, label, format_args!("{name}{DIM} {oid}{DIM:#}{critical}")),
            None => console.field(WIDTH, label, format_args!("{BAD}unreadable{BAD:#}")),
        }
        if let Some(error) = error {
            console.field(WIDTH, "", format_args!("{BAD}unreadable{BAD:#}: {error}"));
        }
        if let Some(value) = value {
            write_value(*size, value, console);
        }
    }
}

/// The bytes of an extension, the first few.
fn write_value(size: usize, value: &str, console: &mut Console) {
    const SHOWN_BYTES: usize = 32;
    let plural = if size == 1 { "" } else { "s" };
    let shown = value.get(..SHOWN_BYTES * 3 - 1);
    let (shown, more) =
        shown.map_or((value, ""), |shown| (shown, if size > SHOWN_BYTES { "..." } else { "" }));
    console.field(WIDTH, "", format_args!("{DIM}{size} byte{plural}: {shown}{more}{DIM:#}"));
}

/// The name constraints: the names that a CA may certify, and those that it may not.
fn write_constraints(constraints: &Result<NameConstraints, ParseError>, console: &mut Console) {
    let constraints = match constraints {
        Ok(constraints) => constraints,
        Err(error) => {
            console.field(WIDTH, "name constraints", format_args!("{BAD}unreadable{BAD:#}: {error}"));
            return;
        }
    };
    let permitted = constraints.permitted().iter().map(|constraint| ("permits", constraint));
    let excluded = constraints.excluded().iter().map(|constraint| ("excludes", constraint));
    // The faulty ones first: warnings point here.
    let mut constraints: Vec<_> = permitted.chain(excluded).collect();
    constraints.sort_by_key(|(_, constraint)| constraint.fault().is_none());
    let lines = constraints.into_iter().map(|(verb, constraint)| {
        let base = constraint.to_string();
        let base = if base.is_empty() { "(every name)".into() } else { printable(&base).into_owned() };
        match constraint.fault() {
            None => format!("{verb} {} {base}", constraint.form()),
            Some(fault) => {
                let form = constraint.form();
                format!("{verb} {form} {base}: {CAUTION}cannot be evaluated{CAUTION:#}, {fault}")
            }
        }
    });
    write_list_of("name constraints", lines, console);
}

fn write_policies(inspection: &Inspection<'_>, console: &mut Console) {
    let policies = inspection.policies().unwrap_or_default().iter().flat_map(|policy| {
        let shown = match policy.name {
            Some(name) => format!("{name} ({})", policy.oid),
            None => policy.oid.clone(),
        };
        let qualifiers = policy.qualifiers.iter();
        let qualifiers =
            qualifiers.map(|qualifier| format!("  {} {}", qualifier.kind, printable(&qualifier.value)));
        std::iter::once(shown).chain(qualifiers)
    });
    write_list_of("policies", policies, console);
    if let Some(constraints) = inspection.policy_constraints() {
        let said = [
            ("a policy is required below", constraints.require_explicit_policy),
            ("policies are not mapped below", constraints.inhibit_policy_mapping),
        ];
        let said =
            said.into_iter().filter_map(|(text, count)| Some(format!("{text} {} certificates", count?)));
        write_list_of("policy constraints", said, console);
    }
    if let Some(count) = inspection.inhibit_any_policy() {
        console.field(WIDTH, "any policy", format_args!("does not count below {count} certificates"));
    }
}

fn write_pointers(inspection: &Inspection<'_>, console: &mut Console) {
    let points = inspection.distribution_points().unwrap_or_default().iter().flat_map(|point| {
        let relative = point.relative_name.iter().map(|name| format!("relative to its issuer: {name}"));
        let reasons = point.reasons.iter().map(|reasons| format!("  for {}", listed(reasons)));
        let issuers = point.crl_issuer.iter().map(|issuer| format!("  issued by {}", name(issuer)));
        point.names.iter().map(name).chain(relative).chain(reasons).chain(issuers)
    });
    write_list_of("CRLs", points, console);
    let places = inspection.information_access().unwrap_or_default().iter();
    let places = places.map(|access| format!("{} at {}", access.method, name(&access.location)));
    write_list_of("issuer information", places, console);
}

/// A name as people read it.
fn name(name: &InspectedName) -> String {
    format!("{} {}", name.form, printable(name.readable.as_ref().unwrap_or(&name.value)))
}

/// A line each, the first with the label; of many the first few.
fn write_list_of(label: &str, lines: impl Iterator<Item = String>, console: &mut Console) {
    for (position, line) in lines.enumerate() {
        let label = if position == 0 { label } else { "" };
        if position == SHOWN {
            console.field(WIDTH, label, "...");
            break;
        }
        console.field(WIDTH, label, line);
    }
}

/// The first few with commas: there may be thousands.
fn listed(items: &[impl AsRef<str>]) -> String {
    let shown: Vec<&str> = items.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match items.len() {
        0 => "nothing".to_owned(),
        count if count > SHOWN => format!("{}, ...", shown.join(", ")),
        _ => shown.join(", "),
    }
}
