//! `issuedby edge`: the reverse proxy.

use issuedby_edge::{Config, Edge, StartError};
use serde_json::json;

use crate::arguments::{self, Format};
use crate::exit::{ExitStatus, Failure};
use crate::json;
use crate::terminal::Console;

/// Runs `issuedby edge`.
pub(crate) fn run(command: &arguments::Edge, format: Format, console: &mut Console) -> ExitStatus {
    let prepared = Config::from_file(&command.config).map_err(StartError::from).and_then(Edge::prepare);
    let done = prepared.and_then(|edge| {
        if command.check {
            let path = command.config.display().to_string();
            match format {
                Format::Text => console.line(format_args!("`{path}` is in order")),
                Format::Json => console.line(json::line(&json!({ "config": path, "ok": true }))),
            }
            return Ok(());
        }
        issuedby_edge::run(edge)
    });
    match done {
        Ok(()) => ExitStatus::Done,
        Err(error) => {
            let failure = Failure::unacceptable(error.to_string()).help(error.help());
            console.error(&failure);
            failure.status
        }
    }
}
