//! `issuedby explain` and `issuedby reasons`: the core's one table of reasons.

use issuedby::Reason;
use issuedby::did_you_mean::similar_name;
use serde_json::{Value, json};

use crate::arguments::{Format, TableFormat};
use crate::csv;
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json;
use crate::other_codes;
use crate::printable::printable;
use crate::terminal::{Console, LABEL};

/// The width of the labels.
const WIDTH: usize = "meaning".len();

/// Runs `issuedby explain`.
pub(crate) fn explain(codes: &[String], format: Format, console: &mut Console) -> ExitStatus {
    let mut status = ExitStatus::Done;
    for (position, code) in codes.iter().enumerate() {
        match (find(code), format) {
            (Ok(reason), Format::Json) => console.line(json::line(&object(reason))),
            (Ok(reason), Format::Text) => {
                if position > 0 {
                    console.line("");
                }
                write(reason, console);
            }
            (Err(failure), _) => {
                console.error(&failure);
                status = status.max(failure.status);
            }
        }
    }
    status
}

/// Runs `issuedby reasons`.
pub(crate) fn list(format: TableFormat, console: &mut Console) -> ExitStatus {
    let width = Reason::ALL.iter().map(|reason| reason.code().len()).max().unwrap_or_default();
    match format {
        TableFormat::Text => {
            for reason in Reason::ALL {
                let (number, code) = (reason.number(), reason.code());
                console.line(format_args!("{number}  {code:<width$}  {}", reason.sentence()));
            }
        }
        TableFormat::Json => Reason::ALL.iter().for_each(|reason| console.line(json::line(&object(*reason)))),
        TableFormat::Csv => {
            console.line(csv::row(["number", "code", "group", "sentence", "remedy", "reference"]));
            for reason in Reason::ALL {
                let number = reason.number().to_string();
                let group = reason.group().as_str();
                let row =
                    [&number, reason.code(), group, reason.sentence(), reason.remedy(), reason.reference()];
                console.line(csv::row(row));
            }
        }
    }
    ExitStatus::Done
}

/// The reason with this code, in either case and with any separator, or with this number.
fn find(code: &str) -> Result<Reason, Failure> {
    let written = code.trim().to_ascii_lowercase().replace(['-', ' '], "_");
    let number = written.parse().ok().and_then(Reason::from_number);
    number.or_else(|| Reason::from_code(&written)).ok_or_else(|| {
        // The closest reason to the code of something else means something else too.
        if let Some(other) = other_codes::find(&written) {
            let message = format!(
                "CODE: found `{code}`, the code of {}, expected that of a reason of a verdict (unknown_reason)",
                other.kind
            );
            return Failure::usage("unknown_reason", message).remedy(other.explained);
        }
        let message =
            format!("CODE: found `{code}`, expected the code or the number of a reason (unknown_reason)");
        let failure = Failure::usage("unknown_reason", message);
        let codes: Vec<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
        match similar_name(&written, &codes) {
            Some(similar) => failure.remedy(format!("did you mean {similar}?")).suggestion(similar),
            None => failure.remedy("see all of them: issuedby reasons"),
        }
    })
}

fn write(reason: Reason, console: &mut Console) {
    console.line(format_args!("{LABEL}{reason}{LABEL:#}"));
    console.field(WIDTH, "meaning", reason.sentence());
    if !reason.remedy().is_empty() {
        console.field(WIDTH, "remedy", printable(reason.remedy()));
    }
    console.field(WIDTH, "source", reason.reference());
    console.field(WIDTH, "group", reason.group().as_str());
    console.field(WIDTH, "number", reason.number());
}

fn object(reason: Reason) -> Value {
    json!({
        "number": reason.number(),
        "code": reason.code(),
        "group": reason.group().as_str(),
        "sentence": reason.sentence(),
        "remedy": reason.remedy(),
        "reference": reason.reference(),
    })
}
