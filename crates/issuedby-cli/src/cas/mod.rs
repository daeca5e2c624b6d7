//! The CAs of a check: those of files, bundles, folders and of an account, each with its fitness.

mod beside;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use issuedby::ca::CaBundle;
use issuedby::{CaCertificate, CaError, CaWarning, Fingerprint, check_time};
use issuedby_registry::lint::LintWarning;

use crate::ca_certificate::warning::remedy as ca_warning_remedy;
use crate::ca_file;
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::folder::Files;
use crate::registry::Place;
use crate::shell::quoted_path;
use crate::source;
use crate::terminal::Console;
use crate::time;

/// The most CAs of one check: all that browsers know, with their intermediates, are about 3 000. Each takes some
/// kilobytes.
const MAX_CAS: usize = 4_096;

/// The most duplicates that are kept and shown.
const MAX_DUPLICATES: usize = 16;

/// The most failures that are kept, each with its sentences: a folder of CAs may be one of something else.
const MAX_FAILURES: usize = 1_000;

/// A fit CA with its source.
pub(crate) struct Ca {
    /// The file, with the number of the certificate if it has several; or the name in its account.
    pub(crate) source: String,
    pub(crate) ca: CaCertificate,
}

/// The CAs of a check.
#[derive(Default)]
pub(crate) struct Cas {
    /// The fit ones, each once.
    pub(crate) fit: Vec<Ca>,
    /// Everything that was given as a CA and cannot be one.
    pub(crate) failures: Vec<Failure>,
    /// The number of failures that were not kept.
    more_failures: usize,
    /// The first duplicates: the source, and that of the first.
    duplicates: Vec<(String, String)>,
    /// The number of duplicates that were not kept.
    more_duplicates: usize,
    left_out: Vec<String>,
    /// The fit ones by fingerprint.
    positions: HashMap<Fingerprint, usize>,
    /// True where the number of CAs does not show on the command line.
    is_from_many: bool,
}

impl Cas {
    /// Loads every certificate of these files and folders, and those of an account.
    ///
    /// # Errors
    ///
    /// The failure of the registry. Every other one is in `failures`.
    pub(crate) fn load(paths: &[PathBuf], account: Option<&Place>) -> Result<Self, Failure> {
        let mut cas = Self { is_from_many: account.is_some(), ..Self::default() };
        let mut files = Files::of(paths);
        for file in &mut files {
            match file.and_then(|path| cas.load_file(&path)) {
                Ok(()) => {}
                Err(failure) => cas.fail(failure),
            }
        }
        cas.is_from_many |= paths.iter().any(|path| path.is_dir());
        cas.left_out = files.left_out();
        if let Some(place) = account {
            cas.load_account(place)?;
        }
        Ok(cas)
    }

    /// The position of a CA among the fit ones.
    pub(crate) fn position(&self, fingerprint: Fingerprint) -> Option<usize> {
        self.positions.get(&fingerprint).copied()
    }

    /// The exit status of what could not be loaded.
    pub(crate) fn status(&self) -> ExitStatus {
        self.failures.iter().map(|failure| failure.status).max().unwrap_or(ExitStatus::Done)
    }

    fn fail(&mut self, failure: Failure) {
        match self.failures.len() < MAX_FAILURES {
            true => self.failures.push(failure),
            false => self.more_failures += 1,
        }
    }

    fn load_file(&mut self, path: &Path) -> Result<(), Failure> {
        let bytes = source::read(path)?;
        let members = match CaBundle::from_pem(&bytes).map(CaBundle::into_members) {
            Ok(members) if members.len() > 1 => members,
            // One certificate, or none that can be read: in the words for a file that should have one.
            _ => {
                let ca = ca_file::from_bytes(path, &bytes)?;
                return self.add(source::shown(path), ca);
            }
        };
        self.is_from_many = true;
        let count = members.len();
        for member in members {
            let label = source::member(source::shown(path), member.number - 1, count);
            let loaded = match member.loaded {
                Ok(ca) => ca_file::prepared(ca).map_err(|error| (None, error)),
                Err(unfit) => Err((unfit.subject().map(ToString::to_string), unfit.error().clone())),
            };
            match loaded {
                Ok(ca) => self.add(label, ca)?,
                Err((subject, error)) => self.fail(unfit(&label, subject, &error, path)),
            }
        }
        Ok(())
    }

    fn load_account(&mut self, place: &Place) -> Result<(), Failure> {
        let mut registry = place.open()?;
        let mut outcome = Ok(());
        let visited = registry.for_each_ca_certificate(&place.account, &mut |record| {
            let label = format!("{} of account {}", record.name, place.account);
            outcome = match record.to_ca_certificate().and_then(ca_file::prepared) {
                Ok(ca) => self.add(label, ca),
                Err(error) => {
                    let describe = format!("ca-certificate describe --cert-id {}", record.id);
                    self.fail(
                        of_error(&label, &error)
                            .remedy(error.remedy())
                            .remedy(format!("see what is in it: {}", place.command(describe))),
                    );
                    Ok(())
                }
            };
            if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        visited.map_err(|error| place.refused(&error))?;
        if self.fit.is_empty() && self.failures.is_empty() {
            let create = place.command("ca-certificate create --name NAME --cert FILE");
            let message =
                format!("account `{}`: found no CA certificate (no_ca_certificates)", place.account);
            let failure = Failure::new(ExitStatus::NotFound, "no_ca_certificates", message);
            return Err(failure.remedy(format!("to add one: {create}")));
        }
        outcome
    }

    fn add(&mut self, source: String, ca: CaCertificate) -> Result<(), Failure> {
        if let Some(first) = self.position(ca.fingerprint()).and_then(|position| self.fit.get(position)) {
            match self.duplicates.len() < MAX_DUPLICATES {
                true => self.duplicates.push((source, first.source.clone())),
                false => self.more_duplicates += 1,
            }
            return Ok(());
        }
        if self.fit.len() >= MAX_CAS {
            let message = format!("`{source}`: found more than {MAX_CAS} CAs (too_many_cas)");
            return Err(Failure::unacceptable("too_many_cas", message)
                .remedy("give only the CAs that sign your clients directly"));
        }
        self.positions.insert(ca.fingerprint(), self.fit.len());
        self.fit.push(Ca { source, ca });
        Ok(())
    }

    /// Says what was loaded, what was not, and what to know about it, on standard error. The time of the check is in Unix
    /// seconds.
    pub(crate) fn report(&self, now: i64, shows_warnings: bool, console: &mut Console) {
        if self.is_from_many || !self.failures.is_empty() {
            for Ca { source, ca } in &self.fit {
                let fitness = fitness(ca, now);
                console.note(
                    "CA",
                    &format!("{}: {fitness}, {}", in_quotes(source), ca.subject().to_utf8_string()),
                );
            }
        }
        self.left_out.iter().for_each(|sentence| console.note("note", sentence));
        for (source, first) in &self.duplicates {
            console.note("note", &format!("{}: the same CA as {}", in_quotes(source), in_quotes(first)));
        }
        match self.more_duplicates {
            0 => {}
            1 => console.note("note", "1 more CA is given more than once"),
            more => console.note("note", &format!("{more} more CAs are given more than once")),
        }
        if shows_warnings {
            for Ca { source, ca } in &self.fit {
                // Duplicates are named above.
                for warning in ca.warnings().iter().filter(|one| **one != CaWarning::RepeatedInBundle) {
                    console.warning(&format!("{}: {warning}", in_quotes(source)));
                    console.remedy(ca_warning_remedy(&LintWarning::Ca(*warning)));
                }
            }
        }
        beside::warnings(&self.fit).iter().for_each(|warning| console.warning(warning));
        self.failures.iter().for_each(|failure| console.error(failure));
        if self.more_failures > 0 {
            console.note("note", &format!("{} more could not be loaded either", self.more_failures));
        }
    }
}

/// The fitness of a CA that was loaded. One that is not valid now is no error: its clients are refused with a reason.
fn fitness(ca: &CaCertificate, now: i64) -> String {
    let expiry = time::to_expiry(ca.not_before(), ca.not_after(), now);
    match ca.is_valid_at(check_time(now)) {
        true => format!("fit, {expiry}"),
        false => format!("loads, but {expiry}: its clients are refused"),
    }
}

/// A source at the start of a message.
fn in_quotes(source: &str) -> String {
    match source {
        "standard input" => source.to_owned(),
        _ => format!("`{source}`"),
    }
}

fn of_error(label: &str, error: &CaError) -> Failure {
    let message = format!("{}: {error} ({})", in_quotes(label), error.reason());
    Failure::unacceptable(error.reason().code(), message).of(error)
}

/// The failure of one certificate of a bundle.
fn unfit(label: &str, subject: Option<String>, error: &CaError, path: &Path) -> Failure {
    let failure = of_error(label, error).remedy(error.remedy());
    // In a line of its own: whoever made the file chose it.
    let failure = match subject {
        Some(subject) => failure.remedy(format!("its subject is {subject}")),
        None => failure,
    };
    match source::is_standard_input(path) {
        true => failure,
        false => failure.remedy(format!("see what is in the file: issuedby inspect {}", quoted_path(path))),
    }
}
