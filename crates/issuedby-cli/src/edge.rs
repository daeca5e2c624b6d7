//! `issuedby edge`: the reverse proxy.

use issuedby_edge::{Config, Edge, StartError};
use serde_json::json;

use crate::arguments::{self, Format};
use crate::exit::{ExitStatus, Failure};
use crate::json;
use crate::memory;
use crate::terminal::{Color, Console, printable};

/// Runs `issuedby edge`.
pub(crate) fn run(command: &arguments::Edge, format: Format, color: Color) -> ExitStatus {
    let prepared = Config::from_file(&command.config).map_err(StartError::from).and_then(Edge::prepare);
    let done = match prepared {
        Ok(_) if command.check => {
            let (mut console, path) = (Console::new(color), command.config.display().to_string());
            match format {
                Format::Text => console.line(format_args!("`{}` is in order", printable(&path))),
                Format::Json => console.line(json::line(&json!({ "config": path, "inOrder": true }))),
            }
            return console.finish(ExitStatus::Done);
        }
        Ok(edge) => issuedby_edge::run(edge.on_memory_freed(memory::release)),
        Err(error) => Err(error.into()),
    };
    let Err(error) = done else { return ExitStatus::Done };
    let failure = Failure::unacceptable(error.to_string()).help(error.help());
    let mut console = Console::new(color);
    console.error(&failure);
    console.finish(failure.status)
}
