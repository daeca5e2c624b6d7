//! The facts about a certificate for people.

use issuedby::name::NameError;

use super::facts::{Facts, Objection, PrintedName};
use super::names::Constraints;
use crate::json::hexadecimal;
use crate::printable::printable;
use crate::terminal::{BAD, CAUTION, Console, DIM, GOOD};

/// The width of the labels.
pub(crate) const WIDTH: usize = "extended key usage".len();

/// The number of entries of a list that are shown, one per line; JSON has all.
const SHOWN: usize = 24;

/// The limits of common servers: bytes, the servers, and what they count.
const HEADER_LIMITS: [(usize, &str); 3] = [
    (4_096, "4 KiB, small proxies"),
    (8_192, "8 KiB, nginx by default"),
    (16_384, "16 KiB, Node.js for all headers together"),
];

pub(super) fn write(facts: &Facts, label: &str, console: &mut Console) {
    write_head(facts, label, console);
    console.line("");
    write_body(facts, console);
}

/// The head: the name of the source, and the kind of certificate.
pub(crate) fn write_head(facts: &Facts, label: &str, console: &mut Console) {
    let read_as = facts.form.map_or_else(String::new, |form| format!("read as {form}, "));
    let kind = if facts.is_ca { "CA certificate" } else { "end-entity certificate" };
    console.line(format_args!(
        "{}  {DIM}{kind}, X.509 version {}, {read_as}{} bytes{DIM:#}{}",
        printable(label),
        facts.version,
        facts.bytes,
        match facts.trailing {
            0 => String::new(),
            1 => format!("{BAD}, and trailing data: 1 byte more{BAD:#}"),
            more => format!("{BAD}, and trailing data: {more} bytes more{BAD:#}"),
        }
    ));
}

/// Everything else.
pub(crate) fn write_body(facts: &Facts, console: &mut Console) {
    write_identity(facts, console);
    write_usage(facts, console);
    write_extensions(facts, console);
    console.line("");
    write_assessment(facts, console);
}

fn write_identity(facts: &Facts, console: &mut Console) {
    console.field(WIDTH, "subject", name(&facts.subject));
    console.field(WIDTH, "issuer", name(&facts.issuer));
    if let Some(to_paste) = &facts.cert_issuer_dn {
        console.field(WIDTH, "certIssuerDN", &to_paste.ascii);
        if to_paste.readable != to_paste.ascii {
            console.field(WIDTH, "", format_args!("{DIM}or{DIM:#} {}", printable(&to_paste.readable)));
        }
    }
    console.field(WIDTH, "serial", &facts.serial_number);
    console.field(WIDTH, "valid", &facts.validity);
    console.field(WIDTH, "SHA-256", facts.fingerprint);
    console.field(WIDTH, "key", &facts.key.shown);
    console.field(WIDTH, "signed with", &facts.signature_algorithm);
}

fn write_usage(facts: &Facts, console: &mut Console) {
    if facts.is_ca {
        let length = match facts.path_length {
            Some(0) => "may issue end-entity certificates only".to_owned(),
            Some(length) => format!("at most {length} more CAs below it"),
            None => "any number of CAs below it".to_owned(),
        };
        console.field(WIDTH, "path length", length);
    }
    if let Some(usage) = &facts.key_usage {
        console.field(WIDTH, "key usage", listed(usage));
    }
    if let Some(purposes) = &facts.extended_key_usage {
        console.field(WIDTH, "extended key usage", listed(purposes));
    }
    for (position, name) in facts.subject_alternative_names.iter().flatten().enumerate() {
        let label = if position == 0 { "alternative names" } else { "" };
        if position == SHOWN {
            console.field(WIDTH, label, "...");
            break;
        }
        console.field(
            WIDTH,
            label,
            format_args!("{} {}", name.kind, printable(name.readable.as_ref().unwrap_or(&name.value))),
        );
    }
    if let Some(constraints) = &facts.name_constraints {
        write_constraints(constraints, console);
    }
    for (position, policy) in facts.policies.iter().flatten().enumerate() {
        let label = if position == 0 { "policies" } else { "" };
        if position == SHOWN {
            console.field(WIDTH, label, "...");
            break;
        }
        console.field(WIDTH, label, &policy.shown);
    }
    if let Some(identifier) = &facts.subject_key_identifier {
        console.field(WIDTH, "subject key id", hexadecimal(identifier));
    }
    if let Some(identifier) = &facts.authority_key_identifier {
        console.field(WIDTH, "authority key id", hexadecimal(identifier));
    }
}

/// The name constraints: the names that a CA may certify, and those that it may not.
fn write_constraints(constraints: &Constraints, console: &mut Console) {
    if let Some(error) = &constraints.error {
        console.field(WIDTH, "name constraints", format_args!("{BAD}unreadable{BAD:#}: {error}"));
        return;
    }
    let permitted = constraints.permitted.iter().map(|constraint| ("permits", constraint));
    let excluded = constraints.excluded.iter().map(|constraint| ("excludes", constraint));
    // The faulty ones first: warnings point here.
    let mut constraints: Vec<_> = permitted.chain(excluded).collect();
    constraints.sort_by_key(|(_, constraint)| constraint.fault.is_none());
    for (position, (verb, constraint)) in constraints.into_iter().enumerate() {
        let label = if position == 0 { "name constraints" } else { "" };
        if position == SHOWN {
            console.field(WIDTH, label, "...");
            break;
        }
        let base = match constraint.base.is_empty() {
            true => "(every name)".into(),
            false => printable(&constraint.base),
        };
        match constraint.fault {
            None => console.field(WIDTH, label, format_args!("{verb} {} {base}", constraint.form)),
            Some(fault) => console.field(
                WIDTH,
                label,
                format_args!(
                    "{verb} {} {base}: {CAUTION}cannot be evaluated{CAUTION:#}, {fault}",
                    constraint.form
                ),
            ),
        }
    }
}

fn write_extensions(facts: &Facts, console: &mut Console) {
    for (position, extension) in facts.extensions.iter().enumerate() {
        let label = if position == 0 { "extensions" } else { "" };
        let name = extension.name.unwrap_or("(no usual name)");
        let critical = if extension.critical { ", critical" } else { "" };
        console.field(WIDTH, label, format_args!("{name}{DIM} {}{DIM:#}{critical}", extension.oid));
    }
}

/// The assessment by the core.
fn write_assessment(facts: &Facts, console: &mut Console) {
    for defect in &facts.defects {
        console.field(WIDTH, "defect", format_args!("{BAD}{defect}{BAD:#}: {}", defect.sentence()));
        console.field(WIDTH, "", format_args!("{DIM}{}{DIM:#}", defect.remedy()));
    }
    for (label, warning) in facts.name_warnings.iter().take(SHOWN) {
        let message = warning.to_string();
        console.field(WIDTH, "caution", format_args!("{CAUTION}{label}{CAUTION:#}: {}", printable(&message)));
    }
    if let Some(more @ 1..) = facts.name_warnings.len().checked_sub(SHOWN) {
        console.field(WIDTH, "", format_args!("and {more} more"));
    }
    match &facts.as_ca {
        Ok(warnings) => {
            console.field(WIDTH, "as a CA here", format_args!("{GOOD}can be loaded{GOOD:#}"));
            for warning in warnings {
                console.field(WIDTH, "", format_args!("{CAUTION}{}{CAUTION:#}: {warning}", warning.code()));
            }
        }
        Err(unfit) => {
            let reason = unfit.reason();
            console.field(
                WIDTH,
                "as a CA here",
                format_args!("no: {} ({reason})", printable(&unfit.to_string())),
            );
            // A client's certificate is not meant to be one.
            if facts.is_ca {
                console.field(WIDTH, "", format_args!("{DIM}{}{DIM:#}", unfit.remedy()));
            }
        }
    }
    write_as_client(facts, console);
    write_header_size(facts, console);
}

/// The reasons for which `issuedby verify` refuses it, whatever the CA and the time; then those of this time.
fn write_as_client(facts: &Facts, console: &mut Console) {
    const LABEL: &str = "as a client's";

    // Those of its structure stand above as defects.
    let is_new = |found: &&Objection| !facts.defects.contains(&found.reason);
    let permanent: Vec<_> = facts.never_verifies.iter().filter(is_new).collect();
    match (facts.never_verifies.is_empty(), permanent.is_empty()) {
        (true, _) if facts.not_now.is_empty() => {
            let verify = "issuedby verify tells whether a CA issued it";
            console.field(WIDTH, LABEL, format_args!("{GOOD}nothing against it{GOOD:#}; {verify}"));
        }
        (true, _) => {}
        (false, true) => {
            console.field(WIDTH, LABEL, "no: verify always refuses it, for the defects above");
        }
        (false, false) => console.field(WIDTH, LABEL, "no: verify always refuses it"),
    }
    let not_now = facts.not_now.iter().map(|found| match facts.never_verifies.is_empty() {
        true => (LABEL, "no: ", found),
        false => ("", "and ", found),
    });
    for (label, prefix, found) in permanent.into_iter().map(|found| ("", "", found)).chain(not_now) {
        let Objection { reason, message, remedy } = found;
        console.field(WIDTH, label, format_args!("{prefix}{} ({reason})", printable(message)));
        console.field(WIDTH, "", format_args!("{DIM}{}{DIM:#}", remedy));
    }
}

fn write_header_size(facts: &Facts, console: &mut Console) {
    let line = "Client-Cert: ".len() + facts.client_cert_length + "\r\n".len();
    console.field(WIDTH, "Client-Cert", format_args!("{} bytes of value", facts.client_cert_length));
    for (limit, who) in HEADER_LIMITS {
        match line <= limit {
            true => console.field(WIDTH, "", format_args!("{GOOD}fits{GOOD:#}  {who}")),
            false => console.field(WIDTH, "", format_args!("{BAD}too long{BAD:#}  {who}")),
        }
    }
}

fn name(name: &Result<PrintedName, NameError>) -> String {
    match name {
        Ok(name) if name.ascii.is_empty() => "(empty)".to_owned(),
        Ok(name) => printable(&name.readable).into_owned(),
        Err(error) => format!("(not a well-formed name: {})", printable(&error.to_string())),
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
