//! `cargo run --release -p issuedby-models`.

use std::process::ExitCode;
use std::time::Instant;

use issuedby_models::{Bound, MODELS, Model};

const HELP: &str = "\
cargo run --release -p issuedby-models -- [--exhaustive] [--cases N] [--seed S] [--model NAME]

  --exhaustive   check every input up to the bound of the command
  --cases N      how many random cases to run over the models (0 with --exhaustive, else 1000000)
  --seed S       the seed that they follow from (1)
  --model NAME   names, constraints, acceptance or hosts alone";

fn main() -> ExitCode {
    match Options::parse(std::env::args().skip(1)).and_then(|options| options.run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

struct Options {
    exhaustive: bool,
    cases: u64,
    seed: u64,
    model: Option<String>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut exhaustive, mut cases, mut seed, mut model) = (false, None, 1, None);
        while let Some(option) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{option} wants a value"));
            let number = |text: String| text.parse::<u64>().map_err(|_| format!("`{text}` is not a number"));
            match option.as_str() {
                "--exhaustive" => exhaustive = true,
                "--cases" => cases = Some(number(value()?)?),
                "--seed" => seed = number(value()?)?,
                "--model" => model = Some(value()?),
                _ => return Err(format!("found `{option}`\n\n{HELP}")),
            }
        }
        let cases = cases.unwrap_or(if exhaustive { 0 } else { 1_000_000 });
        Ok(Self { exhaustive, cases, seed, model })
    }

    fn run(&self) -> Result<(), String> {
        let is_asked_for = |model: &&Model| self.model.as_ref().is_none_or(|name| name == model.name);
        let models: Vec<_> = MODELS.iter().filter(is_asked_for).collect();
        let weights: u64 = models.iter().map(|model| model.weight).sum();
        if weights == 0 {
            return Err(format!("there is no such model\n\n{HELP}"));
        }
        for model in models {
            if self.exhaustive {
                let start = Instant::now();
                let cases = (model.exhaustive)(Bound::Command)?;
                report(model.name, "every small input", cases as u64, start);
            }
            let cases = self.cases * model.weight / weights;
            if cases > 0 {
                let start = Instant::now();
                let cases = (model.random)(self.seed, cases)?;
                report(model.name, "random", cases, start);
            }
        }
        Ok(())
    }
}

fn report(model: &str, kind: &str, cases: u64, start: Instant) {
    println!(
        "{model:<12} {kind:<18} {cases:>10} cases, 0 disagreements, {:.0} s",
        start.elapsed().as_secs_f64()
    );
}
