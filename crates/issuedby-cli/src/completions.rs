//! `issuedby completions`: what a shell needs to complete a command line.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::exit::ExitStatus;
use crate::terminal::Console;

/// Runs `issuedby completions`.
pub(crate) fn run(shell: Shell, console: &mut Console) -> ExitStatus {
    console.line(script(shell).trim_end());
    ExitStatus::Done
}

/// The completions for a shell, ending with a line break.
pub(crate) fn script(shell: Shell) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "issuedby", &mut bytes);
    format!("{}\n", String::from_utf8_lossy(&bytes).trim_end())
}
