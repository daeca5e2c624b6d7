//! `cargo xtask fuzz`: its options.

use std::time::Duration;

use crate::campaign;
use crate::corpus;
use crate::fuzz;
use crate::repository;
use crate::run::{Output, Shell};
use crate::seeds;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mode {
    Campaign,
    Minimise,
    Once,
}

/// The command line, read.
struct Arguments {
    mode: Mode,
    seconds: Option<usize>,
    campaign: campaign::Options,
}

/// Runs the command. Gives whether nothing was found.
///
/// # Errors
///
/// Arguments that are none, and whatever the command cannot do.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let root = repository::root();
    let Arguments { mode, seconds, campaign } = parse(arguments)?;
    match mode {
        Mode::Campaign => campaign::run(&root, &campaign),
        Mode::Minimise => {
            let targets = fuzz::chosen(&root, &campaign.targets)?;
            seeds::write(&root)?;
            fuzz::build(&root)?;
            corpus::minimise(&root, &targets).map(|()| true)
        }
        Mode::Once => {
            let commands = fuzz::commands_for(&root, &campaign.targets, seconds)?;
            let shell = Shell::new(root, Output::Live);
            // Each target runs, also after one that failed.
            let failed = commands.iter().filter(|command| !shell.run(command).success()).count();
            Ok(failed == 0)
        }
    }
}

fn parse(arguments: &[String]) -> Result<Arguments, String> {
    let mut parsed = Arguments { mode: Mode::Once, seconds: None, campaign: campaign::Options::default() };
    let mut arguments = arguments.iter();
    while let Some(option) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{option} wants a value"));
        let number = |text: &String| {
            text.parse::<u64>()
                .ok()
                .filter(|number| *number > 0)
                .ok_or(format!("`{text}` is no number for {option}"))
        };
        match option.as_str() {
            "--campaign" => parsed.mode = Mode::Campaign,
            "--minimise" => parsed.mode = Mode::Minimise,
            "--target" => parsed.campaign.targets.push(value()?.clone()),
            "--seconds" => parsed.seconds = Some(usize::try_from(number(value()?)?).unwrap_or(usize::MAX)),
            "--jobs" => parsed.campaign.jobs = usize::try_from(number(value()?)?).unwrap_or(usize::MAX),
            "--minutes" => parsed.campaign.limit = Some(Duration::from_secs(60 * number(value()?)?)),
            "--slice" => parsed.campaign.slice_seconds = number(value()?)?,
            _ => {
                return Err(format!(
                    "`{option}` is no option of `cargo xtask fuzz`; `cargo xtask help` lists them"
                ));
            }
        }
    }
    let of_campaign = campaign::Options { targets: parsed.campaign.targets.clone(), ..Default::default() };
    match parsed.mode {
        Mode::Campaign if parsed.seconds.is_some() => {
            Err("--seconds is not for a campaign: use --slice".to_owned())
        }
        Mode::Once | Mode::Minimise if parsed.campaign != of_campaign => {
            Err("--jobs, --minutes and --slice are for --campaign".to_owned())
        }
        _ => Ok(parsed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Arguments, String> {
        parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_read_and_misplaced_ones_refused() {
        let campaign =
            parsed("--campaign --target ca --target pem --jobs 2 --minutes 3 --slice 30").expect("options");
        assert_eq!(campaign.mode, Mode::Campaign);
        assert_eq!(campaign.campaign.targets, ["ca", "pem"]);
        assert_eq!((campaign.campaign.jobs, campaign.campaign.slice_seconds), (2, 30));
        assert_eq!(campaign.campaign.limit, Some(Duration::from_secs(180)));
        assert_eq!(parsed("--seconds 7").map(|options| options.seconds), Ok(Some(7)));
        for wrong in ["--jobs 2", "--campaign --seconds 3", "--seconds", "--seconds 0", "--slice x", "--all"]
        {
            assert!(parsed(wrong).is_err(), "{wrong}");
        }
    }
}
