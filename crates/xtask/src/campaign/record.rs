//! The record of the campaign: a table in Markdown, one line for each target.

use std::collections::BTreeMap;
use std::fmt;

use super::slice::Found;

/// The time that a target runs in all.
const CPU_SECONDS: f64 = 3600.0;

/// The time that a target runs without a new edge.
const QUIET_CPU_SECONDS: f64 = 1200.0;

const HEAD: &str = "\
# The fuzzing campaign

Made by `cargo xtask fuzz --campaign`, which goes on where this ends: [README.md](README.md) says how. A target is done after 3600
CPU seconds, or after 1200 without a new edge. Source is the hash of the target's own files: when it changes, the target begins
anew. Commit is that of its last slice.

| target | state | source | commit | CPU seconds | executions | edges | features | CPU seconds since the last new edge | found |
|---|---|---|---|---|---|---|---|---|---|
";

const COLUMNS: usize = 10;
const NOTHING: &str = "nothing";

/// True if a target needs more time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum State {
    Done,
    Running,
}

/// The record of one target.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) target: String,
    pub(super) source: String,
    /// Empty before the first slice.
    commit: String,
    pub(super) cpu_seconds: f64,
    executions: u64,
    pub(super) edges: u64,
    features: u64,
    quiet_cpu_seconds: f64,
    /// The names of the inputs, and whatever somebody has written beside them.
    found: String,
}

impl Entry {
    pub(super) fn new(target: &str, source: &str) -> Self {
        Self {
            target: target.to_owned(),
            source: source.to_owned(),
            commit: String::new(),
            cpu_seconds: 0.0,
            executions: 0,
            edges: 0,
            features: 0,
            quiet_cpu_seconds: 0.0,
            found: NOTHING.to_owned(),
        }
    }

    pub(super) fn state(&self) -> State {
        match self.cpu_seconds >= CPU_SECONDS || self.quiet_cpu_seconds >= QUIET_CPU_SECONDS {
            true => State::Done,
            false => State::Running,
        }
    }

    /// The entry with one slice more.
    pub(super) fn after(mut self, slice: &Found, commit: &str) -> Self {
        commit.clone_into(&mut self.commit);
        self.cpu_seconds += slice.cpu_seconds;
        self.executions += slice.executions;
        self.quiet_cpu_seconds = match slice.edges > self.edges {
            true => slice.quiet_cpu_seconds,
            false => self.quiet_cpu_seconds + slice.cpu_seconds,
        };
        self.edges = self.edges.max(slice.edges);
        self.features = self.features.max(slice.features);
        if let Some(artifact) = &slice.artifact {
            self.found = match self.found.as_str() {
                NOTHING => artifact.clone(),
                earlier => format!("{earlier}, {artifact}"),
            };
        }
        self
    }

    fn parse(line: &str) -> Option<Self> {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let [target, _, source, commit, cpu, executions, edges, features, quiet, found] =
            <[&str; COLUMNS]>::try_from(cells).ok()?;
        Some(Self {
            target: target.to_owned(),
            source: source.to_owned(),
            commit: if commit == "-" { String::new() } else { commit.to_owned() },
            cpu_seconds: cpu.parse().ok()?,
            executions: executions.parse().ok()?,
            edges: edges.parse().ok()?,
            features: features.parse().ok()?,
            quiet_cpu_seconds: quiet.parse().ok()?,
            found: found.to_owned(),
        })
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state() {
            State::Done => "done",
            State::Running => "running",
        };
        let commit = if self.commit.is_empty() { "-" } else { &self.commit };
        let Self {
            target, source, cpu_seconds, executions, edges, features, quiet_cpu_seconds, found, ..
        } = self;
        write!(
            f,
            "| {target} | {state} | {source} | {commit} | {cpu_seconds:.1} | {executions} | {edges} | {features} | \
             {quiet_cpu_seconds:.1} | {found} |"
        )
    }
}

/// Every target that was ever run.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Record(BTreeMap<String, Entry>);

impl Record {
    /// # Errors
    ///
    /// A line that does not have the form of the table.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut record = Self::default();
        for line in text.lines().skip_while(|line| !line.starts_with("|---")).skip(1) {
            let entry = Entry::parse(line)
                .ok_or_else(|| format!("the record has a line that is no entry: {line}"))?;
            record.set(entry);
        }
        Ok(record)
    }

    pub(super) fn get(&self, target: &str) -> Option<&Entry> {
        self.0.get(target)
    }

    pub(super) fn set(&mut self, entry: Entry) {
        self.0.insert(entry.target.clone(), entry);
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEAD)?;
        self.0.values().try_for_each(|entry| writeln!(f, "{entry}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slice(cpu_seconds: f64, edges: u64, quiet_cpu_seconds: f64) -> Found {
        Found { cpu_seconds, executions: 1000, edges, features: 2 * edges, quiet_cpu_seconds, artifact: None }
    }

    #[test]
    fn a_record_is_read_as_it_is_written() {
        let crash = Found { artifact: Some("crash-01".to_owned()), ..slice(60.5, 12, 3.0) };
        let mut record = Record::default();
        record.set(Entry::new("pem", "abc"));
        record.set(Entry::new("ca", "def").after(&crash, "0123").after(&crash, "4567"));
        assert_eq!(Record::parse(&record.to_string()), Ok(record));
        assert!(Record::parse("|---|\n| pem | running |\n").is_err());
        assert_eq!(Record::parse(""), Ok(Record::default()));
    }

    #[test]
    fn time_without_a_new_edge_adds_up_and_ends_with_one() {
        let quiet =
            Entry::new("pem", "abc").after(&slice(60.0, 10, 20.0), "c").after(&slice(60.0, 10, 60.0), "c");
        assert_eq!((quiet.quiet_cpu_seconds, quiet.cpu_seconds, quiet.executions), (80.0, 120.0, 2000));
        let fewer = quiet.clone().after(&slice(60.0, 9, 60.0), "c");
        assert_eq!((fewer.quiet_cpu_seconds, fewer.edges), (140.0, 10));
        assert_eq!(quiet.after(&slice(60.0, 11, 5.0), "c").quiet_cpu_seconds, 5.0);
    }

    #[test]
    fn a_target_is_done_after_an_hour_or_twenty_quiet_minutes() {
        let new = || Entry::new("pem", "abc");
        assert_eq!(new().state(), State::Running);
        assert_eq!(new().after(&slice(1199.0, 0, 0.0), "c").state(), State::Running);
        assert_eq!(new().after(&slice(1200.0, 0, 0.0), "c").state(), State::Done);
        assert_eq!(new().after(&slice(3599.0, 5, 1.0), "c").state(), State::Running);
        assert_eq!(new().after(&slice(3600.0, 5, 1.0), "c").state(), State::Done);
    }
}
