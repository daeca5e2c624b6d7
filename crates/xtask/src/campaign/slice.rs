//! One slice of one target: libFuzzer for some seconds, watched from outside.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::fuzz;

/// The ticks that `/proc` counts for a second of a processor, on every architecture of Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// The time limit of one input. The machine may be busy with other work.
const INPUT_SECONDS: u64 = 60;

/// The target to run, and its limits.
pub(super) struct Slice<'a> {
    pub(super) root: &'a Path,
    pub(super) target: &'a str,
    pub(super) seconds: u64,
}

/// The result of a slice.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// The processor time of the process, reading its corpus included.
    pub(super) cpu_seconds: f64,
    pub(super) executions: u64,
    /// Edges of the program that the whole corpus reaches: `cov` of libFuzzer.
    pub(super) edges: u64,
    pub(super) features: u64,
    /// The part of `cpu_seconds` that came after the last edge that was not known before.
    pub(super) quiet_cpu_seconds: f64,
    /// The file with the input that ended it, without its folder.
    pub(super) artifact: Option<String>,
}

impl Slice<'_> {
    /// Runs the target; `known_edges` is how many were reached before.
    ///
    /// # Errors
    ///
    /// The program cannot be started, or ended in another way than by its time or by an input.
    pub(super) fn run(&self, known_edges: u64) -> Result<Found, String> {
        let Self { target, .. } = self;
        let failed = |error: io::Error| format!("{target}: {error}");
        let artifacts = format!("fuzz/artifacts/{target}/");
        fs::create_dir_all(self.root.join(&artifacts)).map_err(failed)?;
        let mut child = Command::new(super::program(self.root, target))
            .args(fuzz::folders(self.root, target)?)
            .arg(format!("-max_total_time={}", self.seconds))
            .arg(format!("-timeout={INPUT_SECONDS}"))
            .arg(format!("-report_slow_units={INPUT_SECONDS}"))
            .arg(format!("-dict={}", fuzz::dictionary(self.root, target)))
            .arg(format!("-artifact_prefix={artifacts}"))
            .args(["-rss_limit_mb=2048", "-print_final_stats=1"])
            .env("ASAN_OPTIONS", "detect_odr_violation=0")
            .current_dir(self.root)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let mut watched = Watched { known_edges, ..Watched::default() };
        let mut last_lines = Vec::new();
        if let Some(stderr) = child.stderr.take() {
            for line in BufReader::new(stderr).split(b'\n') {
                let line = String::from_utf8_lossy(&line.map_err(failed)?).into_owned();
                watched.line(&line, || cpu_seconds(child.id()));
                last_lines.push(line);
                if last_lines.len() > 200 {
                    last_lines.remove(0);
                }
            }
        }
        // Its pipe is closed and it has not been waited for: what it used is still in `/proc`, and is nearly all.
        let used = cpu_seconds(child.id());
        let status = child.wait().map_err(failed)?;
        let found = watched.finish(used);
        match status.success() || found.artifact.is_some() {
            true => Ok(found),
            false => Err(format!("{target} ended with {status}\n{}", last_lines.join("\n"))),
        }
    }
}

/// The values read from the lines that libFuzzer writes.
#[derive(Default)]
struct Watched {
    known_edges: u64,
    last_new_edge: Option<f64>,
    found: Found,
}

impl Watched {
    fn line(&mut self, line: &str, cpu_seconds: impl FnOnce() -> Option<f64>) {
        if let Some(edges) = number_after(line, " cov: ") {
            self.found.edges = self.found.edges.max(edges);
            if edges > self.known_edges {
                self.known_edges = edges;
                self.last_new_edge = cpu_seconds();
            }
        }
        if let Some(features) = number_after(line, " ft: ") {
            self.found.features = self.found.features.max(features);
        }
        if let Some(executions) = number_after(line, "stat::number_of_executed_units: ") {
            self.found.executions = executions;
        }
        if let Some((_, path)) = line.split_once("Test unit written to ") {
            // One that is only slow ends nothing, and is slow where the machine is busy.
            let name = path.rsplit('/').next().filter(|name| !name.starts_with("slow-unit-"));
            self.found.artifact = name.map(str::to_owned).or(self.found.artifact.take());
        }
    }

    fn finish(self, used: Option<f64>) -> Found {
        let used = used.unwrap_or_default();
        let quiet_cpu_seconds = used - self.last_new_edge.unwrap_or_default();
        Found { cpu_seconds: used, quiet_cpu_seconds, ..self.found }
    }
}

fn number_after(line: &str, words: &str) -> Option<u64> {
    let (_, after) = line.split_once(words)?;
    after.split_whitespace().next()?.parse().ok()
}

/// The seconds of a processor that a process has used, with its children: fields 14 to 17 of `stat` in proc(5).
fn cpu_seconds(process: u32) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, in brackets, may have blanks in it.
    let (_, after_name) = text.rsplit_once(") ")?;
    let ticks = after_name.split(' ').skip(11).take(4).map(str::parse::<u64>);
    Some(ticks.sum::<Result<u64, _>>().ok()? as f64 / TICKS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_libfuzzer_tell_edges_executions_and_inputs() {
        let mut watched = Watched { known_edges: 40, ..Watched::default() };
        let lines = [
            ("#2\tINITED cov: 41 ft: 50 corp: 1/4b exec/s: 0 rss: 40Mb", 1.0),
            ("#9\tNEW    cov: 43 ft: 52 corp: 2/9b lim: 4 exec/s: 0 rss: 40Mb", 2.0),
            ("#20\tREDUCE cov: 43 ft: 53 corp: 2/8b lim: 4 exec/s: 0 rss: 40Mb", 3.0),
            ("stat::number_of_executed_units: 4711", 4.0),
            ("artifact_prefix='a/b/'; Test unit written to a/b/crash-00ff", 5.0),
            ("artifact_prefix='a/b/'; Test unit written to a/b/slow-unit-11", 6.0),
        ];
        for (line, time) in lines {
            watched.line(line, || Some(time));
        }
        let expected = Found {
            cpu_seconds: 6.5,
            executions: 4711,
            edges: 43,
            features: 53,
            quiet_cpu_seconds: 4.5,
            artifact: Some("crash-00ff".to_owned()),
        };
        assert_eq!(watched.finish(Some(6.5)), expected);
    }

    #[test]
    fn without_a_new_edge_the_whole_slice_is_quiet() {
        let mut watched = Watched { known_edges: 43, ..Watched::default() };
        watched.line("#2\tINITED cov: 43 ft: 50 corp: 1/4b", || Some(1.0));
        assert_eq!(watched.finish(Some(60.0)).quiet_cpu_seconds, 60.0);
    }

    #[test]
    fn a_process_that_works_uses_time() {
        let before = cpu_seconds(std::process::id()).expect("this process is there");
        let mut sum = 0_u64;
        while cpu_seconds(std::process::id()).is_some_and(|now| now < before + 0.05) {
            sum = (0..100_000).fold(sum, |sum, number| sum.wrapping_mul(31).wrapping_add(number));
        }
        assert!(cpu_seconds(std::process::id()).is_some_and(|now| now >= before + 0.05), "{sum}");
        assert_eq!(cpu_seconds(u32::MAX), None);
    }
}
