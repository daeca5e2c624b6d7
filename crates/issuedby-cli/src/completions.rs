//! `issuedby completions`: the script by which a shell completes command lines.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::exit::ExitStatus;
use crate::terminal::Console;

/// Runs `issuedby completions`.
pub(crate) fn run(shell: Shell, console: &mut Console) -> ExitStatus {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "issuedby", &mut bytes);
    console.line(String::from_utf8_lossy(&bytes).trim_end());
    ExitStatus::Done
}
