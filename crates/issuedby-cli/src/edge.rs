//! `issuedby edge`: the reverse proxy.

use std::path::Path;

use issuedby::ErrorDetails;
use issuedby_edge::config::Place;
use issuedby_edge::{Config, Edge, Finding, Level, RunError, StartError};
use serde_json::{Value, json};

use crate::arguments::{self, Format};
use crate::color::Color;
use crate::config_error;
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::json;
use crate::memory;
use crate::printable::printable;
use crate::terminal::Console;

/// Runs `issuedby edge`.
pub(crate) fn run(command: &arguments::Edge, format: Format, color: Color) -> ExitStatus {
    let prepared = Config::from_file(&command.config).map_err(StartError::from).and_then(Edge::prepare);
    let done = match prepared {
        Ok(edge) if command.check => {
            let mut console = Console::new(color, format);
            let status = report(edge.findings(), &command.config, format, &mut console);
            return console.finish(status);
        }
        Ok(edge) => issuedby_edge::run(edge.on_memory_freed(memory::release)),
        Err(error) => Err(error.into()),
    };
    let Err(error) = done else { return ExitStatus::Done };
    let mut console = Console::new(color, format);
    if command.check && format == Format::Json {
        console.line(json::line(&error_json(&command.config, &error)));
    }
    match &error {
        RunError::Start(StartError::Config(error)) if let Some(place) = error.place() => {
            console.report(&config_error::report(error, place));
        }
        error => {
            let failure = Failure::unacceptable(error.code(), error.to_string());
            console.error_text(&failure.remedy(remedy(error)));
        }
    }
    console.finish(ExitStatus::Unacceptable)
}

/// The error of an edge that would not start. `findings` stands in its place where it would.
fn error_json(config: &Path, error: &RunError) -> Value {
    let place = match error {
        RunError::Start(StartError::Config(error)) => error.place(),
        _ => None,
    };
    json!({
        "config": config.display().to_string(),
        "inOrder": false,
        "error": {
            "line": place.map(Place::line),
            "column": place.map(Place::column),
            "code": error.code(),
            "message": error.to_string(),
            "remedy": remedy(error),
            "suggestion": error.suggestion(),
            "position": error.position(),
        },
    })
}

fn remedy(error: &RunError) -> String {
    match error {
        RunError::Start(StartError::Config(error)) => config_error::remedy(error),
        error => error.remedy().unwrap_or_default().into_owned(),
    }
}

/// Reports the findings of a check. Warnings do not fail it: the edge would start, and serve.
fn report(findings: &[Finding], config: &Path, format: Format, console: &mut Console) -> ExitStatus {
    let is_in_order = findings.iter().all(|finding| finding.level() != Level::Error);
    let path = config.display().to_string();
    match format {
        Format::Json => {
            let findings: Vec<_> = findings.iter().map(finding_json).collect();
            console
                .line(json::line(&json!({ "config": path, "inOrder": is_in_order, "findings": findings })));
        }
        Format::Text => {
            for finding in findings {
                match finding.level() {
                    Level::Error => {
                        console.error_text(
                            &Failure::unacceptable(finding.event(), finding.message())
                                .remedy(finding.remedy()),
                        );
                    }
                    Level::Warning => {
                        console.warning(finding.message());
                        if !finding.remedy().is_empty() {
                            console.remedy(finding.remedy());
                        }
                    }
                }
            }
            if is_in_order {
                let but = match findings.len() {
                    0 => String::new(),
                    1 => ", with 1 warning".to_owned(),
                    count => format!(", with {count} warnings"),
                };
                console.line(format_args!("`{}` is in order{but}", printable(&path)));
            }
        }
    }
    if is_in_order { ExitStatus::Done } else { ExitStatus::Unacceptable }
}

fn finding_json(finding: &Finding) -> serde_json::Value {
    json!({
        "level": finding.level().as_str(),
        "event": finding.event(),
        "message": finding.message(),
        "remedy": finding.remedy(),
    })
}
