//! `cargo xtask`: one command that runs every suite of the repository, and the small tasks around it.

mod bench_c;
mod campaign;
mod cases;
mod check;
mod corpus;
mod count;
mod coverage;
mod failed;
mod fuzz;
mod fuzz_command;
mod install_c;
mod links;
mod mutants;
mod programs;
mod python;
mod repository;
mod run;
mod seeds;
mod selection;
mod suite;
mod suites;
mod table;
mod test_programs;
mod toolchains;
mod words;

use std::env;
use std::process::ExitCode;

use run::{Output, Shell};
use selection::Selection;

const HELP: &str = "\
cargo xtask COMMAND

  test [--only SUITE]... [--list] [--verbose]
                        run every suite and end with one table; with CI=1 a suite that
                        cannot run is a failure
  fuzz [--seconds N] [--target T]...
                        run every fuzz target, or some, for N seconds each (64 for all together)
  fuzz --campaign [--target T]... [--jobs N] [--minutes M] [--slice SECONDS]
                        run them in turn until each is done, or for M minutes; the record is
                        fuzz/campaign.md, and the next run goes on where this one stops
  fuzz --minimise [--target T]...
                        pack the smallest corpora that reach the same into fuzz/corpus-min
  seeds                 derive the seeds of the fuzz targets from the samples and vectors
  differential [--cases N] [--seed S] [--jobs N] [--only PART] [--show NUMBER]
                        compare the core, an oracle, OpenSSL, Go, pyca and webpki on N (100000)
                        random cases of a seed (1), N batches at one time (1); the part is
                        `verification` (what runs without it) or `constraints`
  coverage [GROUP]... [--missed]
                        run the tests of a group (core, registry, edge, program, C; or all) and print
                        which lines of each crate they run; wants cargo-llvm-cov and llvm
  mutants [GROUP]... [--status]
                        change the sources of a group (text, verification, host; or all) one place at
                        a time, and record which changes no test notices; wants cargo-mutants
  words [PATH]...       print each word that must be written differently, below some paths or
                        everywhere; the suite `words` shows the last ones alone
  toolchains [BINDING|TOOL]...
                        try the bindings with the tools of their users, all or some; --list prints the
                        table, --write writes it into CONTRIBUTING.md
  bench [ARGUMENT]...   run the benchmarks
  bench-c [PASSES]      run the benchmark of the C library beside OpenSSL
  generate [ARGUMENT]...
                        make the sample certificates, the vectors and the C header again
  install-c [--prefix DIR] [--libdir DIR] [--destdir DIR]
                        build the C library for release and install it (/usr/local)";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let done = match command {
        "test" => test(rest),
        "fuzz" => fuzz_command::run(rest),
        "seeds" => seeds::write(&repository::root()).map(|()| true),
        "differential" => pass_on("cargo run --quiet -p issuedby-differential --", rest),
        "mutants" => mutants::run(rest),
        "words" => words::list(&repository::root(), rest),
        "coverage" => coverage::run(rest),
        "toolchains" => toolchains::run(rest),
        "bench" => pass_on("cargo bench -p issuedby-benches --", rest),
        "bench-c" => bench_c::run(rest),
        "generate" => pass_on("cargo run -p issuedby-generator --", rest),
        "install-c" => install_c::run(rest),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(true)
        }
        _ => Err(format!("`{command}` is no command\n\n{HELP}")),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn test(arguments: &[String]) -> Result<bool, String> {
    let mut only = Vec::new();
    let mut output = Output::OnFailure;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--list" => {
                selection::list();
                return Ok(true);
            }
            "--only" => only.push(arguments.next().ok_or("--only wants the name of a suite")?.clone()),
            "--verbose" => output = Output::Live,
            _ => return Err(format!("`{argument}` is no option of `cargo xtask test`")),
        }
    }
    let selection = if only.is_empty() { Selection::All } else { Selection::Only(only) };
    selection::run(&selection, output)
}

fn pass_on(command: &str, arguments: &[String]) -> Result<bool, String> {
    let command = format!("{command} {}", arguments.join(" "));
    Ok(Shell::new(repository::root(), Output::Live).run(command.trim()).success())
}
