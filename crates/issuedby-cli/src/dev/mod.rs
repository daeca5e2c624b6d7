//! `issuedby dev`: everything on one laptop.

mod call;
mod print;
mod row;
mod start;

use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use issuedby::ErrorDetails;
use issuedby::policy::Unauthenticated;
use issuedby_dev::{DevError, DevErrorKind, Options, Outcome, Purpose, Remedy, Said, WorkerAddress};

use crate::arguments::{self, Format};
use crate::color::Color;
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::name_text;
use crate::shell::quoted_path;
use crate::terminal::Console;

/// Runs `issuedby dev`.
pub(crate) fn run(command: &arguments::Dev, format: Format, color: Color) -> ExitStatus {
    if command.print {
        let mut console = Console::new(color, format);
        print::run(&command.scenarios(), format, &mut console);
        return console.finish(ExitStatus::Done);
    }
    let purpose = match command.scenario.is_empty() {
        true => Purpose::Serve,
        false => Purpose::Call(command.scenarios()),
    };
    let broken = Arc::new(OnceLock::new());
    let print = printer(format, color, Arc::clone(&broken));
    let done = options(command)
        .and_then(|options| issuedby_dev::run(options, &purpose, print).map_err(|error| failure(&error)));
    let status = match done {
        Ok(Outcome::Done) => ExitStatus::Done,
        Ok(Outcome::NotAsExpected) => ExitStatus::Refused,
        Err(failure) => {
            let mut console = Console::new(color, format);
            console.error(&failure);
            console.finish(failure.status)
        }
    };
    broken.get().map_or(status, |broken| status.max(*broken))
}

/// Prints until standard output breaks; then it leaves the exit status to which that leads.
fn printer(
    format: Format,
    color: Color,
    broken: Arc<OnceLock<ExitStatus>>,
) -> impl FnMut(Said) -> ControlFlow<()> + Send + 'static {
    move |said| {
        // Each line takes the standard streams for itself: a console would hold them for as long as this runs.
        let mut console = Console::new(color, format);
        show(&said, format, &mut console);
        if !console.is_broken() {
            return ControlFlow::Continue(());
        }
        // It breaks once.
        let _ = broken.set(console.finish(ExitStatus::Done));
        ControlFlow::Break(())
    }
}

fn show(said: &Said, format: Format, console: &mut Console) {
    match (said, format) {
        (Said::Warning(message), _) => console.warning(message),
        (Said::Note(label, message), _) => console.note(label, message),
        (Said::Started(started), Format::Text) => start::text(started, console),
        (Said::Started(started), Format::Json) => console.line(start::json(started)),
        (Said::Row(row), Format::Text) => console.line(row::text(row)),
        (Said::Row(row), Format::Json) => console.line(row::json(row)),
        (Said::Called(call), Format::Text) => call::text(call, console),
        (Said::Called(call), Format::Json) => console.line(call::json(call)),
    }
}

fn options(command: &arguments::Dev) -> Result<Options, Failure> {
    let defaults = Options::default();
    let worker = command.worker.as_deref().map(WorkerAddress::parse).transpose();
    let names = command.cert_issuer_dn.iter().map(|name| {
        name_text::read(ISSUER_OPTION, name.as_encoded_bytes())?;
        // What can be read is UTF-8.
        Ok(name.to_string_lossy().into_owned())
    });
    let names: Vec<String> = names.collect::<Result<_, Failure>>()?;
    Ok(Options {
        port: command.port,
        keep: command.keep.clone(),
        worker: worker.map_err(|error| failure(&error))?,
        worker_timeout: Duration::from_secs(command.worker_timeout.into()),
        unauthenticated: match command.allow_unauthenticated_requests {
            true => Unauthenticated::Allow,
            false => Unauthenticated::Refuse,
        },
        cert_issuer_dn: if names.is_empty() { defaults.cert_issuer_dn } else { names },
    })
}

const ISSUER_OPTION: &str = "--cert-issuer-dn";

fn failure(error: &DevError) -> Failure {
    let failure = match error.kind() {
        DevErrorKind::Policy => Failure::usage(error.code(), format!("{ISSUER_OPTION}: {error}")),
        DevErrorKind::WorkerAddress => Failure::usage(error.code(), format!("--worker: {error}")),
        _ => Failure::unacceptable(error.code(), error.to_string()),
    };
    error.remedies().iter().map(remedy).fold(failure, Failure::remedy)
}

/// A remedy in words, its commands to copy.
fn remedy(remedy: &Remedy) -> String {
    match remedy {
        Remedy::MakeFolder(folder) => format!("make what is above it: mkdir -p {}", quoted_path(folder)),
        Remedy::RunEdge { config } => format!(
            "or run the edge from the files in it, before a worker of your own: issuedby edge --config {}",
            quoted_path(config)
        ),
        other => other.to_string(),
    }
}
