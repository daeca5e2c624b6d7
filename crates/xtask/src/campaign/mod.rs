//! The fuzzing campaign: every target in slices, until it is done. It goes on where it stopped.

mod record;
mod slice;
mod source;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::fuzz;
use crate::seeds;

use record::{Entry, Record, State};
use slice::{Found, Slice};

/// The path of the record, from the root of the repository.
const RECORD: &str = "fuzz/campaign.md";

/// The folder with the programs of a campaign, so that it runs what it has built while others build anew.
const PROGRAMS: &str = "target/fuzz-campaign";

/// The targets of a campaign, and its times.
#[derive(Debug, PartialEq)]
pub(crate) struct Options {
    /// The targets; all of them where it is empty.
    pub(crate) targets: Vec<String>,
    /// The number of targets that run at the same time.
    pub(crate) jobs: usize,
    /// When no further slice begins; `None` where that is when all targets are done.
    pub(crate) limit: Option<Duration>,
    /// The length of each slice, by the clock.
    pub(crate) slice_seconds: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { targets: Vec::new(), jobs: 1, limit: None, slice_seconds: 60 }
    }
}

/// Runs slices until every target is done or the time is over. The record is written after each slice.
///
/// Gives whether nothing was found.
///
/// # Errors
///
/// A target that there is not; files that cannot be read or written; targets that cannot be built.
pub(crate) fn run(root: &Path, options: &Options) -> Result<bool, String> {
    let targets = fuzz::chosen(root, &options.targets)?;
    seeds::write(root)?;
    let commit = source::commit(root)?;
    fuzz::build(root)?;
    keep_programs(root, &targets)?;
    let campaign = Campaign {
        root,
        commit,
        options,
        started: Instant::now(),
        shared: Mutex::new(Shared {
            record: read(root, &targets)?,
            running: Vec::new(),
            crashed: Vec::new(),
        }),
        freed: Condvar::new(),
        targets,
    };
    let outcomes: Vec<Result<(), String>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..options.jobs.max(1)).map(|_| scope.spawn(|| campaign.work())).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or(Err("a worker panicked".to_owned())))
            .collect()
    });
    outcomes.into_iter().collect::<Result<(), String>>()?;
    let shared = campaign.shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!("{}", shared.record);
    Ok(shared.crashed.is_empty())
}

/// The record, in which the targets whose sources have changed begin anew.
fn read(root: &Path, targets: &[String]) -> Result<Record, String> {
    let path = root.join(RECORD);
    let text = if path.exists() {
        fs::read_to_string(&path).map_err(|error| error.to_string())
    } else {
        Ok(String::new())
    };
    let mut record = Record::parse(&text.map_err(|error| format!("{RECORD}: {error}"))?)?;
    for target in targets {
        let source = source::hash(root, target)?;
        if record.get(target).is_none_or(|entry| entry.source != source) {
            record.set(Entry::new(target, &source));
        }
    }
    Ok(record)
}

/// Links the programs that were built to where the campaign runs them.
fn keep_programs(root: &Path, targets: &[String]) -> Result<(), String> {
    let keep = |target: &String| {
        let kept = program(root, target);
        fs::create_dir_all(root.join(PROGRAMS)).map_err(|error| error.to_string())?;
        if kept.exists() {
            fs::remove_file(&kept).map_err(|error| error.to_string())?;
        }
        fs::hard_link(fuzz::program(root, target)?, &kept).map_err(|error| error.to_string())
    };
    targets
        .iter()
        .try_for_each(|target| keep(target).map_err(|error| format!("the program of {target}: {error}")))
}

fn program(root: &Path, target: &str) -> PathBuf {
    root.join(PROGRAMS).join(target)
}

struct Campaign<'a> {
    root: &'a Path,
    /// The sources that the programs were built from.
    commit: String,
    options: &'a Options,
    started: Instant,
    targets: Vec<String>,
    shared: Mutex<Shared>,
    /// Somebody has finished a slice.
    freed: Condvar,
}

struct Shared {
    record: Record,
    running: Vec<String>,
    /// The targets that found something in this run. They wait for somebody to look.
    crashed: Vec<String>,
}

impl Shared {
    /// The target that has had the least time of those that want some.
    fn next(&self, targets: &[String]) -> Option<Entry> {
        let wants_time = |entry: &&Entry| {
            entry.state() == State::Running
                && !self.running.contains(&entry.target)
                && !self.crashed.contains(&entry.target)
        };
        let entries = targets.iter().filter_map(|target| self.record.get(target));
        // Of equal ones the first, so that the order of the options counts.
        entries.filter(wants_time).min_by(|a, b| a.cpu_seconds.total_cmp(&b.cpu_seconds)).cloned()
    }
}

impl Campaign<'_> {
    fn work(&self) -> Result<(), String> {
        while let Some(entry) = self.take() {
            let slice = Slice { root: self.root, target: &entry.target, seconds: self.options.slice_seconds };
            let outcome = slice.run(entry.edges);
            let mut shared = self.lock();
            shared.running.retain(|running| *running != entry.target);
            self.freed.notify_all();
            let found = outcome?;
            self.finish(&mut shared, entry, &found)?;
        }
        Ok(())
    }

    /// The next target, which is this worker's until its slice is over; `None` when nothing is left to do.
    fn take(&self) -> Option<Entry> {
        let mut shared = self.lock();
        loop {
            if self.options.limit.is_some_and(|limit| self.started.elapsed() >= limit) {
                return None;
            }
            if let Some(entry) = shared.next(&self.targets) {
                shared.running.push(entry.target.clone());
                return Some(entry);
            }
            if shared.running.is_empty() {
                return None;
            }
            shared = self.freed.wait(shared).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn finish(&self, shared: &mut Shared, entry: Entry, found: &Found) -> Result<(), String> {
        let entry = entry.after(found, &self.commit);
        println!("{entry}");
        if let Some(artifact) = &found.artifact {
            println!("{}: {artifact}", entry.target);
            shared.crashed.push(entry.target.clone());
        }
        shared.record.set(entry);
        fs::write(self.root.join(RECORD), shared.record.to_string())
            .map_err(|error| format!("{RECORD}: {error}"))
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
