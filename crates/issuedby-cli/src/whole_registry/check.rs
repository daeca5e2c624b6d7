//! `issuedby registry check`: whether all that a registry holds is as it should be.

use serde_json::{Value, json};

use super::{amount, summary};
use crate::arguments::{Format, InRegistry};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json;
use crate::printable::printable;
use crate::registry::WholeRegistry;
use crate::source::{label, quoted_label};
use crate::terminal::{Console, GOOD};

pub(super) fn run(place: &InRegistry, format: Format, console: &mut Console) -> Result<ExitStatus, Failure> {
    let place = WholeRegistry::read(place)?;
    let report = place.open_to_read()?.check().map_err(|error| place.refused(&error))?;
    match format {
        Format::Text => {
            for defect in &report.defects {
                let failure = Failure::refused(defect.code(), format!("{defect} ({})", defect.code()));
                console.error(&failure.remedy(place.remedy(defect)));
            }
            if report.defects.is_empty() {
                let (path, amount) = (quoted_label(place.path()), amount(report.counts));
                console.line(format_args!("{GOOD}sound{GOOD:#}: {amount} in {}", printable(&path)));
            }
        }
        Format::Json => {
            let defects = report.defects.iter().map(|defect| {
                let remedy = place.remedy(defect);
                json!({ "code": defect.code(), "message": defect.to_string(), "remedy": remedy })
            });
            let mut object = summary(Some(report.generation), report.counts);
            object.insert("registry".to_owned(), label(place.path()).into());
            object.insert("defects".to_owned(), defects.collect());
            console.line(json::line(&Value::Object(object)));
        }
    }
    Ok(match report.defects.is_empty() {
        true => ExitStatus::Done,
        false => ExitStatus::Refused,
    })
}
