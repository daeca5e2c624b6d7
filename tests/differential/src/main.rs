//! `cargo xtask differential --cases N --seed S`.

use std::path::Path;
use std::process::ExitCode;

use issuedby_differential::constraints;
use issuedby_differential::verification::run::Run;
use issuedby_test_support::repository;

const HELP: &str = "\
cargo xtask differential [--cases N] [--seed S] [--jobs N] [--show NUMBER] [--only PART]

  --cases N      how many cases to run (100000)
  --seed S       the seed that they follow from (1)
  --only PART    `verification` (which is also what runs without it) or `constraints`
  --jobs N       how many batches of `verification` to run at one time (1)
  --classes N    how many classes without an explanation to print (40)
  --show NUMBER  print this case of the seed and each verifier's answer, and run nothing else

ISSUEDBY_PYTHON names the Python interpreter for the oracle and pyca; it needs the package cryptography.";

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
    let (mut cases, mut seed, mut jobs, mut show, mut classes) = (100_000, 1, 1, None, None);
    let mut only = "verification".to_owned();
    while let Some(option) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{option} wants a value\n\n{HELP}"));
        let mut number = || {
            let text = value()?;
            text.parse::<u64>().map_err(|_| format!("`{text}` is not a number"))
        };
        match option.as_str() {
            "--cases" => cases = number()?,
            "--seed" => seed = number()?,
            "--jobs" => jobs = usize::try_from(number()?).unwrap_or(usize::MAX),
            "--classes" => classes = usize::try_from(number()?).ok(),
            "--show" => show = Some(number()?),
            "--only" => only = value()?,
            _ => return Err(format!("found `{option}`\n\n{HELP}")),
        }
    }
    // Two runs at one time do not share files.
    let folder = repository().join(format!("target/differential/{}", std::process::id()));
    let done = run(&only, show, seed, cases, jobs, classes, &folder);
    // A folder that stays does no harm.
    let _ = std::fs::remove_dir_all(&folder);
    done
}

fn run(
    only: &str,
    show: Option<u64>,
    seed: u64,
    cases: u64,
    jobs: usize,
    classes: Option<usize>,
    folder: &Path,
) -> Result<bool, String> {
    let verification = || Run { seed, cases, jobs, folder: folder.to_owned() };
    match (only, show) {
        ("verification", None) => {
            let mut report = verification().run()?;
            report.max_classes = classes;
            println!("{report}");
            Ok(report.is_success())
        }
        ("verification", Some(number)) => {
            print!("{}", verification().show(number)?);
            Ok(true)
        }
        ("constraints", None) => {
            let report = constraints::run::run(seed, cases, folder)?;
            println!("{report}");
            Ok(report.is_success())
        }
        ("constraints", Some(number)) => {
            print!("{}", constraints::random::case(seed, number));
            Ok(true)
        }
        _ => Err(format!("`{only}` is no part\n\n{HELP}")),
    }
}
