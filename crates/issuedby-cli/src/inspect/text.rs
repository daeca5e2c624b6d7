//! The facts about a certificate for people.

use issuedby::inspection::CautionSource;
use issuedby::name::{Name, NameError};
use issuedby::{ClientCert, Inspection, Reason};

use super::extensions;
use super::facts::Facts;
use crate::printable::printable;
use crate::terminal::{BAD, CAUTION, Console, DIM, GOOD};

/// The width of the labels.
pub(crate) const WIDTH: usize = "extended key usage".len();

/// The number of entries of a list that are shown, one per line; JSON has all.
pub(super) const SHOWN: usize = 24;

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
pub(crate) fn write_head(facts: &Facts<'_>, label: &str, console: &mut Console) {
    let inspection = &facts.inspection;
    let read_as = facts.form.map_or_else(String::new, |form| format!("read as {form}, "));
    let kind = if inspection.is_ca() { "CA certificate" } else { "end-entity certificate" };
    console.line(format_args!(
        "{}  {DIM}{kind}, X.509 version {}, {read_as}{} bytes{DIM:#}{}",
        printable(label),
        inspection.version(),
        inspection.der().len(),
        match inspection.trailing() {
            0 => String::new(),
            1 => format!("{BAD}, and trailing data: 1 byte more{BAD:#}"),
            more => format!("{BAD}, and trailing data: {more} bytes more{BAD:#}"),
        }
    ));
}

/// Everything else.
pub(crate) fn write_body(facts: &Facts<'_>, console: &mut Console) {
    write_identity(facts, console);
    extensions::write_contents(&facts.inspection, console);
    extensions::write_list(&facts.inspection, console);
    console.line("");
    write_assessment(facts, console);
}

fn write_identity(facts: &Facts<'_>, console: &mut Console) {
    let inspection = &facts.inspection;
    console.field(WIDTH, "subject", name(&inspection.subject()));
    console.field(WIDTH, "issuer", name(&inspection.issuer()));
    if let Ok(to_paste) = inspection.cert_issuer_dn() {
        let (ascii, readable) = (to_paste.to_string(), to_paste.to_utf8_string());
        console.field(WIDTH, "certIssuerDN", &ascii);
        if readable != ascii {
            console.field(WIDTH, "", format_args!("{DIM}or{DIM:#} {}", printable(&readable)));
        }
    }
    console.field(WIDTH, "serial", inspection.serial_number_text());
    console.field(WIDTH, "valid", &facts.validity);
    console.field(WIDTH, "SHA-256", inspection.fingerprint());
    console.field(WIDTH, "SHA-256 of its key", inspection.spki_fingerprint());
    console.field(WIDTH, "key", inspection.key().description);
    console.field(WIDTH, "signed with", inspection.signature_algorithm());
}

/// The assessment by the core.
fn write_assessment(facts: &Facts<'_>, console: &mut Console) {
    let inspection = &facts.inspection;
    for defect in inspection.defects() {
        console.field(WIDTH, "defect", format_args!("{BAD}{defect}{BAD:#}: {}", defect.sentence()));
        console.field(WIDTH, "", format_args!("{DIM}{}{DIM:#}", defect.remedy()));
    }
    write_cautions(inspection, console);
    match inspection.as_ca() {
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
            if inspection.is_ca() {
                console.field(WIDTH, "", format_args!("{DIM}{}{DIM:#}", unfit.remedy()));
            }
        }
    }
    write_as_client(facts, console);
    write_header_size(inspection.der(), console);
}

/// The cautions; those that are about verifying or loading it have lines of their own.
fn write_cautions(inspection: &Inspection<'_>, console: &mut Console) {
    let of_source = |source| inspection.cautions().iter().filter(move |caution| caution.source() == source);
    for caution in of_source(CautionSource::Review).take(SHOWN) {
        let (code, message) = (caution.code(), printable(caution.message()));
        console.field(WIDTH, "caution", format_args!("{CAUTION}{code}{CAUTION:#}: {message}"));
        if let Some(remedy) = caution.remedy() {
            console.field(WIDTH, "", format_args!("{DIM}{remedy}{DIM:#}"));
        }
    }
    for caution in of_source(CautionSource::Name).take(SHOWN) {
        console.field(WIDTH, "caution", format_args!("{CAUTION}{}{CAUTION:#}", printable(caution.message())));
    }
    if let Some(more @ 1..) = inspection.name_warnings().len().checked_sub(SHOWN) {
        console.field(WIDTH, "", format_args!("and {more} more"));
    }
}

/// The reasons for which `issuedby verify` refuses it, whatever the CA and the time; then those of this time.
fn write_as_client(facts: &Facts<'_>, console: &mut Console) {
    const LABEL: &str = "as a client's";

    let never_verifies = facts.inspection.never_verifies();
    // Those of its structure stand above as defects.
    let is_new = |reason| !facts.inspection.defects().any(|defect| defect == reason);
    let permanent: Vec<_> = never_verifies.iter().filter(|found| is_new(found.reason)).collect();
    match (never_verifies.is_empty(), permanent.is_empty()) {
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
    for found in permanent {
        write_refusal("", "", (found.reason, &found.message, found.remedy), console);
    }
    for found in &facts.not_now {
        let (label, prefix) = if never_verifies.is_empty() { (LABEL, "no: ") } else { ("", "and ") };
        write_refusal(label, prefix, (found.reason, &found.message, found.remedy), console);
    }
}

fn write_refusal(
    label: &str,
    prefix: &str,
    (reason, message, remedy): (Reason, &str, &str),
    console: &mut Console,
) {
    console.field(WIDTH, label, format_args!("{prefix}{} ({reason})", printable(message)));
    console.field(WIDTH, "", format_args!("{DIM}{remedy}{DIM:#}"));
}

fn write_header_size(der: &[u8], console: &mut Console) {
    let length = ClientCert::encode(der).len();
    let line = "Client-Cert: ".len() + length + "\r\n".len();
    console.field(WIDTH, "Client-Cert", format_args!("{length} bytes of value"));
    for (limit, who) in HEADER_LIMITS {
        match line <= limit {
            true => console.field(WIDTH, "", format_args!("{GOOD}fits{GOOD:#}  {who}")),
            false => console.field(WIDTH, "", format_args!("{BAD}too long{BAD:#}  {who}")),
        }
    }
}

fn name(name: &Result<Name<'_>, NameError>) -> String {
    match name {
        Ok(name) if name.is_empty() => "(empty)".to_owned(),
        Ok(name) => printable(&name.to_utf8_string()).into_owned(),
        Err(error) => format!("(not a well-formed name: {})", printable(&error.to_string())),
    }
}
