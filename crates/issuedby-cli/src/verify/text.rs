//! Verdicts for people: one in full, several as a table.

use std::ffi::OsString;
use std::path::Path;

use issuedby::{CaCertificate, Certificate, ClientCert, Verdict};

use super::Check;
use crate::json::hexadecimal;
use crate::shell::quoted;
use crate::source;
use crate::terminal::{BAD, Console, DIM, GOOD, name, printable};
use crate::time;

/// The width of the labels.
const WIDTH: usize = "certIssuerDN".len();

/// How many configured CAs are shown where none fits.
const CAS_SHOWN: usize = 8;

/// One verdict with everything there is to say.
pub(super) fn write_one(check: &Check<'_>, path: &Path, verdict: &Verdict<'_>, console: &mut Console) {
    match verdict.verified() {
        true => write_success(check, path, verdict, console),
        false => write_failure(check, verdict, console),
    }
}

fn write_success(check: &Check<'_>, path: &Path, verdict: &Verdict<'_>, console: &mut Console) {
    let (Some(certificate), Some(ca)) = (verdict.certificate(), verdict.ca()) else { return };
    console.line(format_args!("{GOOD}SUCCESS{GOOD:#}  issued by {}", ca.subject().to_utf8_string()));
    console.line("");
    write_certificate(check, certificate, console);
    write_ca(check, ca, console);
    if let Ok(issuer) = certificate.issuer() {
        console.field(WIDTH, "certIssuerDN", issuer);
    }
    console.field(WIDTH, "Client-Cert", ClientCert::encode(certificate.der()));
    if let Some(command) = another_sample(path) {
        console.line("");
        console.line(format_args!("{DIM}try one that is refused: {command}{DIM:#}"));
    }
}

fn write_failure(check: &Check<'_>, verdict: &Verdict<'_>, console: &mut Console) {
    let reason = verdict.reason();
    let message = verdict.message();
    console.line(format_args!("{BAD}{}{BAD:#}  {}", verdict.status(), printable(&message)));
    if let Some(reason) = reason {
        console.field(WIDTH, "remedy", reason.remedy());
        console.field(WIDTH, "reason", format_args!("{reason} ({})", reason.reference()));
    }
    for also in verdict.reasons().map(|entry| entry.reason).filter(|also| Some(*also) != reason) {
        console.field(WIDTH, "also", printable(&verdict.message_of(also)));
        console.field(WIDTH, "", format_args!("{DIM}{also}: {}{DIM:#}", also.remedy()));
    }
    if verdict.reasons().next().is_some_and(|entry| entry.authenticated) {
        console.field(WIDTH, "signature", "holds: the CA below did issue this certificate");
    }
    let Some(certificate) = verdict.certificate() else { return };
    console.line("");
    write_certificate(check, certificate, console);
    console.field(WIDTH, "issuer", name(certificate.issuer()));
    match verdict.ca() {
        Some(ca) => write_ca(check, ca, console),
        None => write_configured_cas(check, console),
    }
}

fn write_certificate(check: &Check<'_>, certificate: &Certificate<'_>, console: &mut Console) {
    let validity = time::validity(certificate.not_before(), certificate.not_after(), check.now);
    console.field(WIDTH, "subject", name(certificate.subject()));
    console.field(WIDTH, "valid", validity);
    if let (Some(_), Ok(at)) = (check.arguments.at, u64::try_from(check.now)) {
        let at = issuedby::UnixTime::since_unix_epoch(std::time::Duration::from_secs(at));
        console.field(WIDTH, "checked at", time::format(at));
    }
    console.field(WIDTH, "SHA-256", certificate.fingerprint());
    console.field(WIDTH, "serial", hexadecimal(certificate.serial_number()));
}

fn write_ca(check: &Check<'_>, ca: &CaCertificate, console: &mut Console) {
    let file = check.cas.iter().find(|file| file.ca.fingerprint() == ca.fingerprint());
    let file = file.map_or_else(String::new, |file| format!(" ({})", source::label(&file.path)));
    console.field(WIDTH, "CA", format_args!("{}{}", ca.subject().to_utf8_string(), printable(&file)));
    console.field(WIDTH, "", time::validity(ca.not_before(), ca.not_after(), check.now));
    console.field(WIDTH, "", format_args!("SHA-256 {}", ca.fingerprint()));
}

/// The CAs to compare an issuer with.
fn write_configured_cas(check: &Check<'_>, console: &mut Console) {
    for (position, file) in check.cas.iter().enumerate() {
        let label = if position == 0 { "given CA" } else { "" };
        if position == CAS_SHOWN {
            console.field(WIDTH, label, format_args!("and {} more", check.cas.len() - CAS_SHOWN));
            return;
        }
        let path = source::label(&file.path);
        console.field(
            WIDTH,
            label,
            format_args!("{} ({})", file.ca.subject().to_utf8_string(), printable(&path)),
        );
    }
}

/// Beside the repository's samples: this very command with a sample that is refused.
fn another_sample(path: &Path) -> Option<String> {
    let other = path.with_file_name("client-expired.pem");
    if path.file_name()? != "client.pem" || !other.is_file() {
        return None;
    }
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    let position = arguments.iter().rposition(|argument| argument.as_os_str() == path.as_os_str())?;
    *arguments.get_mut(position)? = other.into_os_string();
    let words: Vec<_> = arguments.iter().map(|argument| printable(&quoted(argument)).into_owned()).collect();
    Some(words.join(" "))
}

/// Several verdicts, one line each.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    verified: usize,
    /// How many files could not be read.
    pub(super) unreadable: usize,
}

struct Row {
    verified: bool,
    status: &'static str,
    reason: &'static str,
    subject: String,
    source: String,
}

impl Table {
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn add(&mut self, source: String, verdict: &Verdict<'_>) {
        self.verified += usize::from(verdict.verified());
        self.rows.push(Row {
            verified: verdict.verified(),
            status: verdict.status().as_str(),
            reason: verdict.reason().map_or("", |reason| reason.code()),
            subject: verdict
                .certificate()
                .map_or_else(String::new, |certificate| name(certificate.subject())),
            source,
        });
    }

    pub(super) fn write(self, console: &mut Console) {
        /// A longer subject pushes its own source to the right, not everybody's.
        const WIDEST_SUBJECT: usize = 48;
        let widest = |width: fn(&Row) -> usize| self.rows.iter().map(width).max().unwrap_or(0);
        let reason_width = widest(|row| row.reason.len());
        let subject_width = widest(|row| row.subject.chars().count()).min(WIDEST_SUBJECT);
        for row in &self.rows {
            let style = if row.verified { GOOD } else { BAD };
            console.line(format_args!(
                "{style}{:<7}{style:#}  {:<reason_width$}  {:<subject_width$}  {}",
                row.status,
                row.reason,
                row.subject,
                printable(&row.source)
            ));
        }
        let (count, refused) = (self.rows.len(), self.rows.len() - self.verified);
        let unreadable = match self.unreadable {
            0 => String::new(),
            files => format!(", {files} file{} not readable", if files == 1 { "" } else { "s" }),
        };
        let plural = if count == 1 { "" } else { "s" };
        console.line("");
        console.line(format_args!(
            "{count} certificate{plural}: {} verified, {refused} refused{unreadable}",
            self.verified
        ));
        if refused > 0 {
            console.line(format_args!("{DIM}one file alone shows why, and what to do{DIM:#}"));
        }
    }
}
