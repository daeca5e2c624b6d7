//! One run: batches of cases, each through the oracle, the core and every peer.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use super::answer::Answer;
use super::case::Case;
use super::compare::{self, Outcome};
use super::generate;
use super::ledger::{self, Row};
use super::peer::{self, ACCEPTED, Peer};
use super::report::Report;
use crate::programs::{self, Programs, Running};

/// The number of cases that are in memory and in files at one time, for each job.
const BATCH_SIZE: u64 = 2_500;

/// From so many cases on every row is met, also those that a hundred thousand cases meet only a few times.
const LONG_RUN: u64 = 500_000;

/// The run: its folder and its size.
pub struct Run {
    /// The seed of all cases.
    pub seed: u64,
    /// The number of cases.
    pub cases: u64,
    /// The number of batches at one time.
    pub jobs: usize,
    /// The folder of files and programs.
    pub folder: PathBuf,
}

impl Run {
    /// Runs.
    ///
    /// # Errors
    ///
    /// The ledger, a program or a file cannot be used.
    pub fn run(&self) -> Result<Report, String> {
        let ledger = ledger::read()?;
        let programs = Programs::build(&self.folder)?;
        let next = AtomicU64::new(0);
        let total = Mutex::new(Ok(Report { seed: self.seed, ..Report::default() }));
        thread::scope(|scope| {
            for job in 0..self.jobs.max(1) {
                let (ledger, programs, next, total) = (&ledger, &programs, &next, &total);
                scope.spawn(move || {
                    let folder = self.folder.join(format!("job-{job}"));
                    loop {
                        let start = next.fetch_add(BATCH_SIZE, Ordering::Relaxed);
                        if start >= self.cases || total.lock().is_ok_and(|total| total.is_err()) {
                            return;
                        }
                        let numbers = start..self.cases.min(start + BATCH_SIZE);
                        let done = Batch::new(self.seed, numbers).run(ledger, programs, &folder);
                        let mut total = total.lock().expect("no batch panics");
                        match (done, &mut *total) {
                            (Ok(report), Ok(total)) => total.add(report),
                            (Err(error), total) => *total = Err(error),
                            (Ok(_), Err(_)) => (),
                        }
                    }
                });
            }
        });
        let mut report = total.into_inner().expect("no batch panics")?;
        report.false_acceptances.sort_unstable();
        let expected = ledger.iter().filter(|row| !row.rare || report.cases >= LONG_RUN);
        report.vanished =
            expected.map(|row| &row.id).filter(|id| !report.explained.contains_key(*id)).cloned().collect();
        Ok(report)
    }

    /// One case in full, with what each verifier says to it.
    ///
    /// # Errors
    ///
    /// A program or a file cannot be used.
    pub fn show(&self, number: u64) -> Result<String, String> {
        let programs = Programs::build(&self.folder)?;
        let batch = Batch::new(self.seed, number..number + 1);
        let answers = batch.ask(&programs, &self.folder.join("shown"))?;
        let mut text = format!("case {number} of seed {}\n{}", self.seed, batch.cases[0]);
        let oracle = match Answer::of_oracle(&answers.oracle[0], number) {
            Ok(answer) => answer.to_string(),
            Err(error) => error,
        };
        text += &format!("  core            {}\n  oracle          {oracle}\n", batch.core[0]);
        for (peer, words) in &answers.peers {
            text += &format!("  {:15} {}\n", peer.name(), words[0]);
        }
        Ok(text)
    }
}

/// Some cases, and what the core says to them.
struct Batch {
    numbers: std::ops::Range<u64>,
    cases: Vec<Case>,
    core: Vec<Answer>,
}

/// The CA for which the core accepts: webpki must accept for it alone.
fn alone<'c>(case: &'c Case, core: &Answer) -> Option<Vec<&'c [u8]>> {
    let ca = core.ca.filter(|_| core.accepted)?;
    Some(vec![case.cas.get(ca)?.as_slice()])
}

/// The answers of the oracle and the peers, in the order of the cases.
struct Answers {
    oracle: Vec<String>,
    peers: Vec<(Peer, Vec<String>)>,
}

impl Batch {
    fn new(seed: u64, numbers: std::ops::Range<u64>) -> Self {
        let cases: Vec<_> = numbers.clone().map(|number| generate::case(seed, number)).collect();
        let core = cases.iter().map(Answer::of_core).collect();
        Self { numbers, cases, core }
    }

    fn run(&self, ledger: &[Row], programs: &Programs, folder: &Path) -> Result<Report, String> {
        let answers = self.ask(programs, folder)?;
        let mut report = Report::default();
        for place in 0..self.cases.len() {
            self.compare(place, &answers, ledger, &mut report);
        }
        Ok(report)
    }

    fn ask(&self, programs: &Programs, folder: &Path) -> Result<Answers, String> {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let write = |name: &str, bytes: Vec<u8>| {
            let path = folder.join(name);
            fs::write(&path, bytes).map_err(|error| format!("{}: {error}", path.display()))?;
            Ok::<_, String>(path)
        };
        let lines = self.numbers.clone().zip(&self.cases).map(|(number, case)| case.to_json(number) + "\n");
        let lines = write("cases.json", lines.collect::<String>().into_bytes())?;
        let cas: Vec<_> = self.cases.iter().zip(&self.core).map(|(case, core)| loaded(case, core)).collect();
        let records = self.cases.iter().zip(&cas);
        let records =
            records.flat_map(|(case, cas)| programs::record(case.time, cas.iter().copied(), &case.leaf));
        let records = write("cases", records.collect())?;
        // All of them run while webpki does.
        let oracle = Running::start("the oracle", programs.oracle(), &lines, folder.join("oracle"))?;
        let mut running = Vec::new();
        for peer in Peer::ALL {
            if let Some(command) = peer.command(programs) {
                let output = folder.join(peer.name());
                running.push((peer, Running::start(peer.name(), command, &records, output)?));
            }
        }
        let webpki = self.cases.iter().zip(&self.core).zip(&cas);
        let webpki =
            webpki.map(|((case, core), cas)| peer::webpki(case, &alone(case, core).unwrap_or(cas.clone())));
        let webpki = webpki.collect();
        let mut peers = Vec::new();
        for (peer, running) in running {
            peers.push((peer, running.finish(self.cases.len())?));
        }
        peers.push((Peer::Webpki, webpki));
        Ok(Answers { oracle: oracle.finish(self.cases.len())?, peers })
    }

    fn compare(&self, place: usize, answers: &Answers, ledger: &[Row], report: &mut Report) {
        let number = self.numbers.start + place as u64;
        let (case, core) = (&self.cases[place], &self.core[place]);
        let tags = case.tags.join(", ");
        report.cases += 1;
        let oracle = match Answer::of_oracle(&answers.oracle[place], number) {
            Ok(answer) => answer,
            Err(error) => {
                return report.unexplained(("oracle".into(), error, String::new(), tags), number);
            }
        };
        report.accepted += u64::from(oracle.accepted);
        report.parsed += u64::from(!oracle.codes().contains(&"malformed"));
        for (code, _) in &oracle.reasons {
            *report.reasons.entry(code.clone()).or_default() += 1;
        }
        match compare::core(core, &oracle) {
            Outcome::Equal => (),
            outcome => {
                if outcome == Outcome::FalseAcceptance {
                    report.false_acceptances.push(number);
                }
                let class = ("core".into(), core.to_string(), oracle.to_string(), tags.clone());
                report.unexplained(class, number);
            }
        }
        for (peer, words) in &answers.peers {
            let words = &words[place];
            if (words == ACCEPTED) != oracle.accepted {
                *report.disagreements.entry(*peer).or_default() += 1;
            }
            match compare::peer(ledger, *peer, words, &oracle, core, &case.tags) {
                Outcome::Equal => (),
                Outcome::Explained(rows) => {
                    for row in rows {
                        *report.explained.entry(ledger[row].id.clone()).or_default() += 1;
                    }
                }
                outcome => {
                    if outcome == Outcome::FalseAcceptance {
                        report.false_acceptances.push(number);
                    }
                    let says = oracle.codes().join(", ");
                    let says = if oracle.accepted { ACCEPTED.to_owned() } else { says };
                    let class = (peer.name().to_owned(), words.clone(), says, tags.clone());
                    report.unexplained(class, number);
                }
            }
        }
    }
}

/// The CAs that the peers get: those that the core loads, or all where it loads none, so that its reasons are compared too.
fn loaded<'a>(case: &'a Case, core: &Answer) -> Vec<&'a [u8]> {
    let all = || case.cas.iter().map(Vec::as_slice);
    match core.has_verdict() {
        true => all().zip(&core.loaded).filter(|(_, code)| code.is_none()).map(|(der, _)| der).collect(),
        false => all().collect(),
    }
}
