//! One verdict for people, in full.

use std::ffi::OsString;
use std::path::Path;

use issuedby::{CaCertificate, Certificate, ClientCert, Reason, Verdict};

use super::{Check, Evaluated, beside};
use crate::comparison;
use crate::headline::headline;
use crate::printable::{name, printable};
use crate::shell::quoted;
use crate::terminal::{BAD, Console, DIM, GOOD};
use crate::time;

/// The width of the labels: that of `certIssuerDN` too.
pub(super) const WIDTH: usize = comparison::WIDTH;

/// The status of what the core verifies and the policy refuses.
pub(super) const REFUSED: &str = "REFUSED";

/// The cause where the certificate's own subject was given.
pub(super) const SUBJECT_GIVEN: &str = "the expected name is this certificate's subject, and certIssuerDN is the name of the issuer: correct it if it was copied from the wrong line, else another CA issued a certificate with that name";

/// The number of configured CAs that are shown where none fits.
const CAS_SHOWN: usize = 8;

/// Notes about a file beside the verdict.
pub(super) struct Notes {
    pub(super) has_private_key: bool,
    /// The remedy for a certificate that is not accepted.
    pub(super) remedy: Option<String>,
}

/// One verdict with everything there is to say.
pub(super) fn write_one(
    check: &Check<'_>,
    path: &Path,
    evaluated: Evaluated<'_>,
    notes: &Notes,
    console: &mut Console,
) {
    let verdict = evaluated.verdict;
    match evaluated.refusal() {
        Some(reason) => write_refusal(check, verdict, (reason, notes.remedy.as_deref()), console),
        None if verdict.verified() => write_success(check, path, verdict, console),
        None => write_failure(check, evaluated, notes.remedy.as_deref(), console),
    }
    beside::write(check, evaluated, console);
    if notes.has_private_key {
        console.field(WIDTH, "note", "there is a private key in the file too: it was passed over");
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
    if check.policy.is_some() {
        console.field(WIDTH, "policy", format_args!("{GOOD}lets it in{GOOD:#}"));
    }
    console.field(WIDTH, "Client-Cert", ClientCert::encode(certificate.der()));
    if let Some(command) = another_sample(path) {
        console.line("");
        console.line(format_args!("{DIM}try one that is refused: {command}{DIM:#}"));
    }
}

/// Verified, and still not let in by the policy.
fn write_refusal(
    check: &Check<'_>,
    verdict: &Verdict<'_>,
    (reason, remedy): (Reason, Option<&str>),
    console: &mut Console,
) {
    let (Some(certificate), Some(ca)) = (verdict.certificate(), verdict.ca()) else { return };
    console.line(format_args!(
        "{BAD}{REFUSED}{BAD:#}  the certificate is verified, but its issuer is none that --cert-issuer-dn names"
    ));
    if let Some(remedy) = remedy {
        console.field(WIDTH, "remedy", printable(remedy));
    }
    console.field(WIDTH, "reason", format_args!("{reason} ({})", reason.reference()));
    console.line("");
    if let (Some(policy), Ok(issuer)) = (&check.policy, certificate.issuer())
        && let Some(subject) = policy.name_of_subject(certificate)
    {
        console.field(WIDTH, "expected", name(Ok(subject.as_name())));
        console.field(WIDTH, "found", name(Ok(issuer)));
        console.field(WIDTH, "likely cause", SUBJECT_GIVEN);
        console.line("");
    } else if let (Some(policy), Ok(issuer)) = (&check.policy, certificate.issuer())
        && let Some((expected, comparison)) = policy.closest(issuer)
    {
        let closest = match policy.count() {
            1 => String::new(),
            count => format!(" {DIM}(the nearest of {count}){DIM:#}"),
        };
        console.field(WIDTH, "expected", format_args!("{}{closest}", name(Ok(expected.as_name()))));
        console.field(WIDTH, "found", name(Ok(issuer)));
        comparison::write(&comparison, console);
        console.line("");
    }
    write_certificate(check, certificate, console);
    write_ca(check, ca, console);
}

fn write_failure(check: &Check<'_>, evaluated: Evaluated<'_>, remedy: Option<&str>, console: &mut Console) {
    let verdict = evaluated.verdict;
    let reason = verdict.reason();
    let shown = headline(&verdict.message());
    console.line(format_args!("{BAD}{}{BAD:#}  {}", verdict.status(), printable(&shown)));
    if let Some(remedy) = remedy {
        console.field(WIDTH, "remedy", printable(remedy));
    }
    if let Some(reason) = reason {
        console.field(WIDTH, "reason", format_args!("{reason} ({})", reason.reference()));
    }
    if let Some(intermediate) = intermediate(check, evaluated) {
        console.field(WIDTH, "intermediate", intermediate);
    }
    for also in verdict.reasons().map(|entry| entry.reason).filter(|also| Some(*also) != reason) {
        console.field(WIDTH, "also", printable(&headline(&verdict.message_of(also))));
        let also_remedy = verdict.remedy_of(also);
        match remedy == Some(also_remedy) {
            true => console.field(WIDTH, "", format_args!("{DIM}{also}{DIM:#}")),
            false => console.field(WIDTH, "", format_args!("{DIM}{also}: {also_remedy}{DIM:#}")),
        }
    }
    if verdict.reasons().next().is_some_and(|entry| entry.authenticated) {
        console.field(WIDTH, "signature", "holds: the CA below did issue this certificate");
    }
    let Some(certificate) = verdict.certificate() else { return };
    console.line("");
    write_certificate(check, certificate, console);
    let issuer = name(certificate.issuer());
    // The headline may have it.
    if verdict.ca().is_some() || !shown.contains(&format!("`{issuer}`")) {
        console.field(WIDTH, "issuer", issuer);
    }
    match verdict.ca() {
        Some(ca) => write_ca(check, ca, console),
        None => write_configured_cas(check, console),
    }
}

/// The subject of the intermediate CA that was sent along and that issued the certificate.
pub(super) fn intermediate(check: &Check<'_>, evaluated: Evaluated<'_>) -> Option<String> {
    let fingerprint = evaluated.verdict.intermediate()?;
    let certificates =
        check.chain.iter().chain(evaluated.beside).filter_map(|der| Certificate::from_der(der).ok());
    let found = certificates.into_iter().find(|certificate| certificate.fingerprint() == fingerprint)?;
    Some(name(found.subject()))
}

fn write_certificate(check: &Check<'_>, certificate: &Certificate<'_>, console: &mut Console) {
    let validity = time::validity(certificate, check.now);
    console.field(WIDTH, "subject", name(certificate.subject()));
    console.field(WIDTH, "valid", validity);
    if let (Some(_), Ok(at)) = (check.arguments.at, u64::try_from(check.now)) {
        let at = issuedby::UnixTime::since_unix_epoch(std::time::Duration::from_secs(at));
        console.field(WIDTH, "checked at", time::format(at));
    }
    console.field(WIDTH, "SHA-256", certificate.fingerprint());
    console.field(WIDTH, "serial", certificate.serial_number_text());
}

fn write_ca(check: &Check<'_>, ca: &CaCertificate, console: &mut Console) {
    let given = check.cas.position(ca.fingerprint()).and_then(|position| check.cas.fit.get(position));
    let file = given.map_or_else(String::new, |given| format!(" ({})", given.source));
    console.field(WIDTH, "CA", format_args!("{}{}", ca.subject().to_utf8_string(), printable(&file)));
    console.field(WIDTH, "", time::validity(ca.certificate(), check.now));
    console.field(WIDTH, "", format_args!("SHA-256 {}", ca.fingerprint()));
}

/// The CAs to compare an issuer with.
fn write_configured_cas(check: &Check<'_>, console: &mut Console) {
    let cas = &check.cas.fit;
    for (position, given) in cas.iter().enumerate() {
        let label = if position == 0 { "given CA" } else { "" };
        if position == CAS_SHOWN {
            console.field(WIDTH, label, format_args!("and {} more", cas.len() - CAS_SHOWN));
            return;
        }
        let subject = given.ca.subject().to_utf8_string();
        console.field(WIDTH, label, format_args!("{subject} ({})", printable(&given.source)));
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
