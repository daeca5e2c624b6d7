//! The `issuedby` program: was this TLS client certificate issued by that CA, who is the client, and why not?
//!
//! It reads files and the clock, asks the core and prints what the core says. It decides nothing about
//! certificates itself.

mod arguments;
mod ca_file;
mod client_cert;
mod comparison;
mod dn;
mod excerpt;
mod exit;
mod finding;
mod inspect;
mod json;
mod name_text;
mod repair;
mod shell;
mod source;
mod terminal;
mod time;
mod verify;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use terminal::Console;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut console = Console::new(arguments.color);
    let status = match &arguments.command {
        Command::Verify(verify) => verify::run(verify, arguments.format, &mut console),
        Command::Inspect(inspect) => inspect::run(inspect, arguments.format, &mut console),
        Command::Dn(command) => dn::run(command, arguments.format, &mut console),
        Command::ClientCert(command) => client_cert::run(command, arguments.format, &mut console),
    };
    console.finish(status).into()
}
