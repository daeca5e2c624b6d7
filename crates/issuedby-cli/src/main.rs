//! The `issuedby` program: was this TLS client certificate issued by that CA, who is the client, and why not?
//!
//! It reads files and the clock, asks the core and the registry, and prints what they say. It decides nothing about
//! certificates itself.

mod arguments;
mod audit;
mod ca_certificate;
mod ca_file;
mod cas;
mod client_cert;
mod color;
mod comparison;
mod completions;
mod config_error;
mod csv;
mod dev;
mod dn;
mod domain;
mod edge;
mod excerpt;
mod exit;
mod failure;
mod folder;
mod headline;
mod inspect;
mod json;
#[cfg(test)]
mod manual;
mod memory;
mod name_text;
mod other_codes;
mod printable;
mod progress;
mod reasons;
mod registry;
mod repair;
mod shell;
mod source;
mod span;
mod terminal;
mod time;
mod verify;
mod whole_registry;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use terminal::Console;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut console = Console::new(arguments.color, arguments.format());
    let format = arguments.format();
    let status = match &arguments.command {
        Command::Verify(verify) => verify::run(verify, arguments.table_format(), &mut console),
        Command::Inspect(inspect) => inspect::run(inspect, arguments.table_format(), &mut console),
        Command::Dn(command) => dn::run(command, format, arguments.table_format(), &mut console),
        Command::ClientCert(command) => client_cert::run(command, format, &mut console),
        Command::CaCertificate(command) => ca_certificate::run(command, format, &mut console),
        Command::Domain(command) => domain::run(command, format, &mut console),
        Command::Registry(command) => whole_registry::run(command, format, &mut console),
        Command::Edge(edge) => {
            // It takes the standard streams line by line: a console would hold them for as long as it runs.
            drop(console);
            return edge::run(edge, format, arguments.color).into();
        }
        Command::Dev(dev) => {
            // It too takes the standard streams line by line.
            drop(console);
            return dev::run(dev, format, arguments.color).into();
        }
        Command::Explain(explain) => reasons::explain(&explain.codes, format, &mut console),
        Command::Reasons => reasons::list(arguments.table_format(), &mut console),
        Command::Completions(completions) => completions::run(completions.shell, &mut console),
    };
    console.finish(status).into()
}
