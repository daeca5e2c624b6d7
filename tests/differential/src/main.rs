//! `cargo xtask differential --cases N --seed S`.

use std::process::ExitCode;

use issuedby_differential::{random, run};
use issuedby_test_support::repository;

const HELP: &str = "\
cargo xtask differential [--cases N] [--seed S] [--show NUMBER]

  --cases N      how many cases to run (100000)
  --seed S       the seed that they follow from (1)
  --show NUMBER  print this case of the seed, and run nothing";

fn main() -> ExitCode {
    match start(std::env::args().skip(1)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn start(mut arguments: impl Iterator<Item = String>) -> Result<bool, String> {
    let (mut cases, mut seed, mut show) = (100_000, 1, None);
    while let Some(option) = arguments.next() {
        let mut number = || {
            let text = arguments.next().ok_or_else(|| format!("{option} wants a number"))?;
            text.parse::<u64>().map_err(|_| format!("`{text}` is not a number"))
        };
        match option.as_str() {
            "--cases" => cases = number()?,
            "--seed" => seed = number()?,
            "--show" => show = Some(number()?),
            _ => return Err(format!("found `{option}`\n\n{HELP}")),
        }
    }
    if let Some(number) = show {
        print!("{}", random::case(seed, number));
        return Ok(true);
    }
    let report = run::run(seed, cases, &repository().join("target/differential"))?;
    println!("{report}");
    Ok(report.is_success())
}
