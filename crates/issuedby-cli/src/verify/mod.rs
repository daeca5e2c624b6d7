//! `issuedby verify`: the core's verdict about each certificate, and the policy's where it is asked for.

mod beside;
mod check;
mod exchanged;
mod output;
mod policy;
mod row;
mod table;
mod text;

use std::path::PathBuf;

use serde_json::json;

use crate::arguments::{TableFormat, Verify};
use crate::audit::errors;
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::folder::Files;
use crate::json;
use crate::progress::Progress;
use crate::source::{self, Presented};
use crate::terminal::Console;
use check::{Check, Evaluated};
use output::Output;

/// Runs `issuedby verify`.
pub(crate) fn run(arguments: &Verify, format: TableFormat, console: &mut Console) -> ExitStatus {
    if arguments.selection.summary {
        // The counts are the one object of JSON, with the errors of the CAs in it.
        console.keep_errors_out_of_json();
    }
    let check = match Check::new(arguments, format, console) {
        Ok(check) => check,
        Err(failures) => {
            failures.iter().for_each(|failure| console.error(failure));
            if arguments.selection.summary && format == TableFormat::Json {
                console.line(json::line(&json!({ "summary": { "errors": errors(&failures) } })));
            }
            return failures.iter().map(|failure| failure.status).max().unwrap_or(ExitStatus::Unacceptable);
        }
    };
    let mut files = Files::of(&arguments.leaves);
    // Whether there are several is known before the first is shown.
    let first: Vec<_> = files.by_ref().take(2).collect();
    let progress = Progress::new(format, || Files::of(&arguments.leaves).count());
    let mut output = Output::new(&check, format, first.len() > 1, &progress, console);
    let mut worst = check.cas.status();
    for file in first.into_iter().chain(files.by_ref()) {
        progress.step();
        worst = worst.max(verify(&check, file, &mut output));
    }
    output.finish(files.left_out());
    worst
}

/// The verdicts about the certificates of one file.
fn verify(check: &Check<'_>, file: Result<PathBuf, Failure>, output: &mut Output<'_>) -> ExitStatus {
    let label = file.as_ref().ok().map(|path| source::label(path));
    let (path, presented) = match file.and_then(read_leaf) {
        Ok((path, presented)) => (path, check.joined(presented)),
        Err(failure) => {
            output.failure(label.as_deref(), &failure);
            return failure.status;
        }
    };
    let mut worst = ExitStatus::Done;
    let verdicts = check.verdicts(&presented);
    for (position, verdict) in verdicts.iter().enumerate() {
        let decision = check.policy.as_ref().map(|policy| policy.decide(verdict));
        let (leaf, beside) =
            presented.clients.get(position).map_or((&[][..], &[][..]), |(leaf, beside)| (leaf, beside));
        let evaluated = Evaluated { verdict, decision: decision.as_ref(), leaf, beside };
        if !evaluated.passes() {
            worst = ExitStatus::Refused;
        }
        output.certificate(&path, &presented, (position, verdicts.len()), evaluated);
    }
    output.end_file();
    worst
}

fn read_leaf(path: PathBuf) -> Result<(PathBuf, Presented), Failure> {
    let presented = source::presented(source::read(&path)?);
    Ok((path, presented))
}
