//! `issuedby ca-certificate delete`: what will stop working, a question at a terminal, and it is gone.

use std::io::{self, BufRead, IsTerminal};
use std::ops::ControlFlow;

use issuedby::{CaWarning, Certificate, check_time};
use issuedby_registry::{CaCertificateRecord, DomainRecord, DomainState, Registry};
use serde_json::{Value, json};

use super::describe::same_subject;
use super::json;
use crate::arguments::{Format, OneCa};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::registry::Place;
use crate::terminal::Console;
use crate::time;

/// The number of domains that are named; JSON has all.
const SHOWN: usize = 8;

pub(super) fn run(
    arguments: &OneCa,
    yes: bool,
    format: Format,
    console: &mut Console,
) -> Result<ExitStatus, Failure> {
    let place = Place::read(&arguments.place)?;
    let mut registry = place.open()?;
    let record = place.ca_certificate(&mut *registry, &arguments.cert_id)?;
    let consequences = Consequences::of(&place, &mut *registry, &record)?;
    let asks = !yes && is_at_a_terminal();
    if asks || format == Format::Text {
        consequences.write(&record, console);
    }
    if asks && !is_wanted(&record, console) {
        console.note("note", "nothing was deleted");
        return Ok(ExitStatus::Refused);
    }
    let deleted =
        registry.delete_ca_certificate(&place.account, &record.id).map_err(|error| place.refused(&error))?;
    match format {
        Format::Text => console.line(format_args!("deleted {}, {}", deleted.name, deleted.id)),
        Format::Json => {
            let mut object = json::of_record(&deleted);
            object.extend(consequences.to_json());
            console.line(json::line(object));
        }
    }
    Ok(ExitStatus::Done)
}

/// The clients and domains that depend on a CA certificate.
struct Consequences {
    /// The domains at which the clients of the account are verified.
    domains: Vec<DomainRecord>,
    /// Others with its subject and its key: its clients are verified by them as well.
    same_key: Vec<CaCertificateRecord>,
    /// Others with its subject and another key.
    other_key: Vec<CaCertificateRecord>,
}

impl Consequences {
    fn of(place: &Place, registry: &mut dyn Registry, record: &CaCertificateRecord) -> Result<Self, Failure> {
        let mut domains = Vec::new();
        registry
            .for_each_domain(&place.account, &mut |domain| {
                if domain.state == DomainState::Active {
                    domains.push(domain);
                }
                ControlFlow::Continue(())
            })
            .map_err(|error| place.refused(&error))?;
        let mut others = same_subject(place, registry, record)?;
        others.retain(|other| other.id != record.id);
        let key = public_key(record);
        let (same_key, other_key) = others.into_iter().partition(|other| public_key(other) == key);
        Ok(Self { domains, same_key, other_key })
    }

    fn write(&self, record: &CaCertificateRecord, console: &mut Console) {
        let called = |record: &CaCertificateRecord| format!("`{}`, {}", record.name, record.id);
        let same_key = best_of(&self.same_key);
        let other_key = best_of(&self.other_key);
        // Where another CA has this subject, it is the key that tells whose clients they are.
        let whom = match other_key {
            Some(_) => format!("clients with a certificate that the key of `{}` signed", record.name),
            None => format!("clients with a certificate from {}", record.subject),
        };
        match (Reach::of(record), &same_key) {
            _ if !is_valid(record) => {
                console.note("note", "it is not valid now: no client is verified by it anyway");
            }
            (Reach::NoClient, _) => console.note("note", "no client is verified by it anyway"),
            (_, Some((reach, other))) => {
                let until = time::format(other.not_after);
                let called = called(other);
                let still = format!(
                    "{whom} will be verified still, until {until}: {called} is of the same CA, with the same key"
                );
                let narrower = match reach {
                    Reach::SomeNames => "; its name constraints allow some names only",
                    _ => "",
                };
                match other.not_after < record.not_after {
                    _ if !narrower.is_empty() => console.warning(&format!("{still}{narrower}")),
                    true => {
                        let later = time::format(record.not_after);
                        console.warning(&format!("{still}; the deleted one is valid until {later}"));
                    }
                    false => console.note("note", &still),
                }
            }
            (_, None) => console.warning(&format!("{whom} will be refused{}", at(&self.domains))),
        }
        if let (Some((_, other)), None) = (other_key, same_key) {
            console.note(
                "note",
                &format!(
                    "{} has the same subject and another key: its clients will be verified still",
                    called(other)
                ),
            );
        }
    }

    fn to_json(&self) -> [(String, Value); 3] {
        let ids = |records: &[CaCertificateRecord]| -> Value {
            let id = |record: &CaCertificateRecord| {
                let (id, name) = (record.id.as_str(), record.name.as_str());
                json!({ "id": id, "name": name, "notAfter": time::format(record.not_after) })
            };
            records.iter().map(id).collect()
        };
        let domains: Value = self.domains.iter().map(|domain| Value::from(domain.name.as_str())).collect();
        [
            ("domains".to_owned(), domains),
            ("sameKeyRemaining".to_owned(), ids(&self.same_key)),
            ("otherKeyRemaining".to_owned(), ids(&self.other_key)),
        ]
    }
}

/// The domains that notice it.
fn at(domains: &[DomainRecord]) -> String {
    let names: Vec<&str> = domains.iter().take(SHOWN).map(|domain| domain.name.as_str()).collect();
    match (names.as_slice(), domains.len().saturating_sub(SHOWN)) {
        ([], _) => "; the account has no active domain".to_owned(),
        (names, 0) => format!(", at {}", names.join(", ")),
        (names, more) => format!(", at {} and {more} more", names.join(", ")),
    }
}

fn public_key(record: &CaCertificateRecord) -> Option<Vec<u8>> {
    Certificate::from_der(&record.der).ok().map(|certificate| certificate.public_key_info().to_vec())
}

/// The clients that a CA certificate verifies while it is valid.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Reach {
    NoClient,
    /// Those whose names its name constraints allow.
    SomeNames,
    Everybody,
}

impl Reach {
    fn of(record: &CaCertificateRecord) -> Self {
        let Ok(ca) = record.to_ca_certificate() else { return Self::NoClient };
        match ca.warnings().contains(&CaWarning::NameConstraintsVerifyNoLeaf) {
            true => Self::NoClient,
            false if ca.name_constraints().is_some() => Self::SomeNames,
            false => Self::Everybody,
        }
    }
}

/// The certificate that verifies the most clients now, and of those the certificate with the latest end.
fn best_of(records: &[CaCertificateRecord]) -> Option<(Reach, &CaCertificateRecord)> {
    let valid = records.iter().filter(|record| is_valid(record)).map(|record| (Reach::of(record), record));
    let verifying = valid.filter(|(reach, _)| *reach != Reach::NoClient);
    verifying.max_by_key(|(reach, record)| (*reach, record.not_after))
}

fn is_valid(record: &CaCertificateRecord) -> bool {
    (record.not_before..=record.not_after).contains(&check_time(time::now()))
}

fn is_at_a_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Asks. Anything but a clear yes is a no.
fn is_wanted(record: &CaCertificateRecord, console: &mut Console) -> bool {
    console.ask(&format!("delete {}, {}? [y/N] ", record.name, record.id));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    if !answer.ends_with('\n') {
        console.end_line();
    }
    match read {
        Ok(_) => ["y", "yes"].contains(&answer.trim().to_ascii_lowercase().as_str()),
        Err(_) => false,
    }
}
