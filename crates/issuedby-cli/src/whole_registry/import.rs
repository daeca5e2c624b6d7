//! `issuedby registry import`: every line is read and checked before anything is written.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Display;
use std::path::Path;

use issuedby::{CaCertificate, UnixTime, check_time};
use issuedby_registry::{
    AccountContents, AccountName, CaCertificateRecord, CaName, CertId, Counts, DomainKind, DomainName,
    DomainRecord, DomainState, Incarnation,
};
use serde_json::Value;

use super::transfer_line::{TransferLine, VERSION};
use super::{account_name, amount, summary};
use crate::arguments::{Format, InRegistry};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json;
use crate::registry::WholeRegistry;
use crate::source::{self, quoted_label};
use crate::terminal::Console;
use crate::time;

/// The largest file, in bytes: 256 MiB, a hundred thousand CA certificates of 2 KiB. All of it is read before anything is
/// written.
const MAX_IMPORT_SIZE: usize = 1 << 28;
/// The longest line, in bytes: the largest certificate as PEM text has 90 KiB.
const MAX_LINE_SIZE: usize = 1 << 17;
/// The most characters that an error repeats of what the reader of JSON says: it fits on a few lines.
const MAX_SHOWN: usize = 240;

pub(super) fn run(
    place: &InRegistry,
    file: &Path,
    account: Option<&OsStr>,
    format: Format,
    console: &mut Console,
) -> Result<ExitStatus, Failure> {
    let (place, only) = (WholeRegistry::read(place)?, account_name(account)?);
    let bytes = source::read_up_to(file, MAX_IMPORT_SIZE)?;
    if bytes.len() > MAX_IMPORT_SIZE {
        let found = format!("{}: found more than {MAX_IMPORT_SIZE} bytes", quoted_label(file));
        return Err(Failure::unacceptable("import_too_large", format!("{found} (import_too_large)"))
            .remedy("export one account at a time: issuedby registry export --account ACCOUNT"));
    }
    let mut accounts = parse(&bytes).map_err(|error| error.in_file(file))?;
    if let Some(only) = only {
        accounts.retain(|account| account.name == only);
        if accounts.is_empty() {
            let found = format!("{}: found no account `{only}` (unknown_account)", quoted_label(file));
            return Err(Failure::new(ExitStatus::NotFound, "unknown_account", found)
                .remedy("its lines name the accounts that it has"));
        }
    }
    let incarnation = Incarnation::random().map_err(|error| place.refused(&error.into()))?;
    let counts =
        place.open_or_make()?.import(&accounts, incarnation).map_err(|error| place.refused(&error))?;
    match format {
        Format::Text => console.line(format_args!("imported {}", amount(counts))),
        Format::Json => console.line(json::line(&Value::Object(summary(None, counts)))),
    }
    Ok(ExitStatus::Done)
}

/// An error in a file, with its line.
#[derive(Debug)]
struct ImportError {
    /// From 1.
    line: usize,
    message: String,
}

impl ImportError {
    fn in_file(self, file: &Path) -> Failure {
        let Self { line, message } = self;
        Failure::unacceptable(
            "import_malformed",
            format!("{}, line {line}: {message} (import_malformed)", quoted_label(file)),
        )
        .remedy("give the whole and unchanged output of `issuedby registry export`: one JSON object a line, which programs that format JSON break up")
    }
}

/// The accounts of a whole file.
fn parse(bytes: &[u8]) -> Result<Vec<AccountContents>, ImportError> {
    let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let mut lines = (1..).zip(body.split(|byte| *byte == b'\n'));
    let (_, first) = lines.next().unwrap_or((1, b""));
    let expected = match line(first).map_err(|message| ImportError { line: 1, message })? {
        TransferLine::Head { version: VERSION, accounts, ca_certificates, domains } => {
            Counts { accounts, ca_certificates, domains }
        }
        TransferLine::Head { version, .. } => {
            let message = format!("found version {version} of the format, expected {VERSION}");
            return Err(ImportError { line: 1, message });
        }
        _ => {
            let message = "expected the type `issuedby-registry` in the first line".to_owned();
            return Err(ImportError { line: 1, message });
        }
    };
    let mut contents = Contents::default();
    let mut last = 1;
    for (number, text) in lines {
        let read = line(text).and_then(|line| contents.add(line));
        read.map_err(|message| ImportError { line: number, message })?;
        last = number;
    }
    match contents.counts == expected {
        true => Ok(contents.accounts.into_values().collect()),
        false => {
            let (found, expected) = (amount(contents.counts), amount(expected));
            let message = format!("found {found} up to the last line, expected {expected}");
            Err(ImportError { line: last, message })
        }
    }
}

fn line(bytes: &[u8]) -> Result<TransferLine, String> {
    if bytes.len() > MAX_LINE_SIZE {
        return Err(format!("found {} bytes, expected {MAX_LINE_SIZE} at most", bytes.len()));
    }
    // The reader would take an array of the values too.
    if bytes.first() != Some(&b'{') {
        return Err("found another text, expected one JSON object of an export".to_owned());
    }
    serde_json::from_slice(bytes).map_err(|error| {
        // It repeats keys of the file, which may be long.
        let found: String = error.to_string().chars().take(MAX_SHOWN).collect();
        format!("found another text ({found}), expected one JSON object of an export")
    })
}

/// The accounts that were read so far.
#[derive(Default)]
struct Contents {
    accounts: BTreeMap<AccountName, AccountContents>,
    counts: Counts,
}

impl Contents {
    fn add(&mut self, line: TransferLine) -> Result<(), String> {
        match line {
            TransferLine::Head { .. } => return Err("found a second first line".to_owned()),
            TransferLine::Account { name, created_at } => {
                let (name, created_at) = (read("name", AccountName::parse(&name))?, instant(&created_at)?);
                let (ca_certificates, domains) = (Vec::new(), Vec::new());
                let new = AccountContents { name: name.clone(), created_at, ca_certificates, domains };
                if self.accounts.insert(name, new).is_some() {
                    return Err("found an account for the second time".to_owned());
                }
                self.counts.accounts += 1;
            }
            TransferLine::CaCertificate { account, id, name, pem, created_at, updated_at } => {
                let ca = read("pem", CaCertificate::from_pem(pem.as_bytes()))?;
                let (id, name) = (read("id", CertId::parse(&id))?, read("name", CaName::parse(&name))?);
                let (created_at, updated_at) = (instant(&created_at)?, instant(&updated_at)?);
                let owner = self.account(&account)?;
                let whose = owner.name.clone();
                let record = CaCertificateRecord::transferred(id, whose, name, &ca, created_at, updated_at);
                owner.ca_certificates.push(record);
                self.counts.ca_certificates += 1;
            }
            TransferLine::Domain { account, name, kind, state, created_at, updated_at } => {
                let domain = read("name", DomainName::parse(&name))?;
                if domain.as_str() != name {
                    return Err(format!(
                        "found another spelling of the domain `{domain}`, expected its normal form"
                    ));
                }
                let kind =
                    one_of("kind", &kind, [DomainKind::Custom, DomainKind::Managed], DomainKind::code)?;
                let states = [DomainState::Active, DomainState::Pending];
                let state = one_of("state", &state, states, DomainState::code)?;
                if (kind, state) == (DomainKind::Managed, DomainState::Pending) {
                    return Err("found a managed domain that is pending: they are active at once".to_owned());
                }
                let (created_at, updated_at) = (instant(&created_at)?, instant(&updated_at)?);
                let owner = self.account(&account)?;
                let whose = owner.name.clone();
                owner
                    .domains
                    .push(DomainRecord::transferred(domain, whose, kind, state, created_at, updated_at));
                self.counts.domains += 1;
            }
        }
        Ok(())
    }

    fn account(&mut self, name: &str) -> Result<&mut AccountContents, String> {
        let name = read("account", AccountName::parse(name))?;
        self.accounts
            .get_mut(&name)
            .ok_or_else(|| format!("found no line of the account `{name}` before this one"))
    }
}

fn read<T>(key: &str, parsed: Result<T, impl Display>) -> Result<T, String> {
    parsed.map_err(|error| format!("`{key}`: {error}"))
}

/// A time exactly as `export` writes it.
fn instant(text: &str) -> Result<UnixTime, String> {
    let parsed = time::parse(text).ok().filter(|seconds| *seconds >= 0).map(check_time);
    parsed
        .filter(|time| time::format(*time) == text)
        .ok_or_else(|| "found another text, expected a time such as 2026-03-01T12:00:00Z".to_owned())
}

fn one_of<T: Copy>(
    key: &str,
    text: &str,
    all: [T; 2],
    code: impl Fn(T) -> &'static str,
) -> Result<T, String> {
    let expected = all.map(&code).join("` or `");
    all.into_iter()
        .find(|one| code(*one) == text)
        .ok_or_else(|| format!("`{key}`: found another text, expected `{expected}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        r#"{"type":"issuedby-registry","version":1,"accounts":1,"caCertificates":0,"domains":1}"#;
    const ACCOUNT: &str = r#"{"type":"account","name":"acme","createdAt":"2026-03-01T12:00:00Z"}"#;
    const DOMAIN: &str = r#"{"type":"domain","account":"acme","name":"a.example","kind":"managed","state":"active","createdAt":"2026-03-01T12:00:00Z","updatedAt":"2026-03-01T12:00:00Z"}"#;

    fn parse_lines(lines: &[&str]) -> Result<Vec<AccountContents>, ImportError> {
        parse(lines.join("\n").as_bytes())
    }

    #[test]
    fn a_whole_file_is_read_with_and_without_its_last_line_break() {
        for end in ["", "\n"] {
            let text = [HEAD, ACCOUNT, DOMAIN].join("\n") + end;
            let accounts = parse(text.as_bytes()).expect("it is whole");
            assert_eq!((accounts.len(), accounts[0].domains.len()), (1, 1));
        }
    }

    #[test]
    fn what_export_does_not_write_is_refused_in_its_line() {
        let twice = DOMAIN.replace(r#""kind""#, r#""name":"b.example","kind""#);
        let second = DOMAIN.replace("a.example", "b.example");
        let long = format!("{{\"type\":\"account\",\"name\":\"{}\"}}", "x".repeat(MAX_LINE_SIZE));
        let cases: &[(&str, &[&str], usize)] = &[
            ("nothing", &[], 1),
            ("no head", &[ACCOUNT, DOMAIN], 1),
            ("another version", &[&HEAD.replace(r#""version":1"#, r#""version":2"#), ACCOUNT, DOMAIN], 1),
            ("cut off", &[HEAD, ACCOUNT], 2),
            ("cut off within a line", &[HEAD, ACCOUNT, &DOMAIN[..40]], 3),
            ("more than was said", &[HEAD, ACCOUNT, DOMAIN, &second], 4),
            ("a head again", &[HEAD, ACCOUNT, HEAD, DOMAIN], 3),
            ("an account twice", &[HEAD, ACCOUNT, ACCOUNT, DOMAIN], 3),
            ("a domain before its account", &[HEAD, DOMAIN, ACCOUNT], 2),
            ("an array", &[HEAD, r#"["account","acme","2026-03-01T12:00:00Z"]"#, DOMAIN], 2),
            ("a long key", &[HEAD, &ACCOUNT.replace("name", &"n".repeat(9_999)), DOMAIN], 2),
            ("an empty line", &[HEAD, ACCOUNT, "", DOMAIN], 3),
            ("two objects", &[HEAD, ACCOUNT, &format!("{DOMAIN}{DOMAIN}")], 3),
            ("a key twice", &[HEAD, ACCOUNT, &twice], 3),
            ("an unknown key", &[HEAD, ACCOUNT, &DOMAIN.replace("kind", "sort")], 3),
            ("an unknown type", &[HEAD, &ACCOUNT.replace(r#"pe":"account"#, r#"pe":"user"#), DOMAIN], 2),
            ("another spelling", &[HEAD, ACCOUNT, &DOMAIN.replace("a.example", "A.example")], 3),
            ("another state", &[HEAD, ACCOUNT, &DOMAIN.replace("active", "Active")], 3),
            ("managed and pending", &[HEAD, ACCOUNT, &DOMAIN.replace("active", "pending")], 3),
            ("another time", &[HEAD, &ACCOUNT.replace("12:00:00Z", "12:00:00+00:00"), DOMAIN], 2),
            ("before 1970", &[HEAD, &ACCOUNT.replace("2026", "1969"), DOMAIN], 2),
            ("a long line", &[HEAD, &long, DOMAIN], 2),
        ];
        for (what, lines, expected) in cases {
            let error = parse_lines(lines).expect_err(what);
            assert_eq!(error.line, *expected, "{what}: {}", error.message);
            assert!(error.message.len() < 2 * MAX_SHOWN, "{what}: {}", error.message.len());
        }
    }
}
