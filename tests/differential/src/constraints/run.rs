//! One run: cases in batches, each through the oracle and every peer, and what came of it.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::Path;

use crate::constraints::case::Case;
use crate::constraints::deviations;
use crate::constraints::encode::{Encoded, Encoder};
use crate::constraints::ledger::{self, Ledger};
use crate::constraints::oracle::{self, Answer};
use crate::constraints::peer::{self, Peer, Verdict};
use crate::constraints::random;
use crate::programs::Programs;

/// The number of cases that are in memory and in a file at one time: about 10 MB.
const BATCH_SIZE: u64 = 10_000;

/// The number of unexplained cases that are shown whole for each peer. The first ones show the fault.
const MAX_SHOWN: u64 = 8;

/// The result of a run.
#[derive(Default)]
pub struct Report {
    /// The number of cases that were run.
    pub cases: u64,
    /// The number of cases that the oracle accepts.
    pub accepted: u64,
    /// The number of verdicts each row explains.
    pub explained: BTreeMap<String, u64>,
    /// For each peer, how many of its verdicts are not the oracle's.
    pub disagreements: BTreeMap<Peer, u64>,
    /// For each peer, how many of its verdicts nothing explains.
    pub unexplained: BTreeMap<Peer, u64>,
    /// The first of these, in full.
    pub shown: Vec<String>,
    /// The rows that no case met.
    pub vanished: Vec<String>,
}

impl Report {
    /// True if every disagreement is explained, and every row met.
    pub fn is_success(&self) -> bool {
        self.cases > 0 && self.unexplained.is_empty() && self.vanished.is_empty()
    }

    fn unexplained(&mut self, peer: Peer, text: impl FnOnce() -> String) {
        let count = self.unexplained.entry(peer).or_default();
        *count += 1;
        if *count <= MAX_SHOWN {
            self.shown.push(text());
        }
    }
}

/// Runs so many cases of a seed, with files below `folder`.
///
/// # Errors
///
/// The ledger, a program or a file cannot be used.
pub fn run(seed: u64, cases: u64, folder: &Path) -> Result<Report, String> {
    let ledger = ledger::read()?;
    let programs = Programs::build(folder)?;
    let encoder = Encoder::default();
    let mut report = Report::default();
    let mut start = 0;
    while start < cases {
        let end = cases.min(start + BATCH_SIZE);
        batch(&encoder, &programs, seed, start..end, folder, &mut report)?;
        start = end;
    }
    report.vanished = vanished(&ledger, &report);
    Ok(report)
}

/// The rows that no case met, but for those that only a long run meets.
fn vanished(ledger: &Ledger, report: &Report) -> Vec<String> {
    /// So many cases meet every row.
    const LONG_RUN: u64 = 100_000;
    let expected = ledger.iter().filter(|(_, row)| !row.rare || report.cases >= LONG_RUN);
    expected.map(|(id, _)| id).filter(|id| !report.explained.contains_key(*id)).cloned().collect()
}

fn batch(
    encoder: &Encoder,
    programs: &Programs,
    seed: u64,
    numbers: std::ops::Range<u64>,
    folder: &Path,
    report: &mut Report,
) -> Result<(), String> {
    let cases: Vec<_> = numbers.clone().map(|index| random::case(seed, index)).collect();
    let encoded: Vec<_> = cases.iter().map(|case| encoder.encode(case)).collect();
    let file = folder.join("cases");
    let records: Vec<u8> = encoded.iter().flat_map(peer::record).collect();
    fs::write(&file, records).map_err(|error| format!("{}: {error}", file.display()))?;
    // Both run while the core and webpki do.
    let openssl = peer::start(programs, Peer::OpenSsl, &file)?;
    let go = peer::start(programs, Peer::Go, &file)?;
    let ours: Vec<_> = encoded.iter().map(peer::issuedby).collect();
    let webpki: Vec<_> = encoded.iter().map(peer::webpki).collect();
    let openssl = peer::finish(openssl, cases.len())?;
    let go = peer::finish(go, cases.len())?;
    for (position, (number, case)) in numbers.zip(&cases).enumerate() {
        let verdicts = [
            (Peer::Issuedby, &ours[position]),
            (Peer::OpenSsl, &openssl[position]),
            (Peer::Go, &go[position]),
            (Peer::Webpki, &webpki[position]),
        ];
        compare(number, case, &encoded[position], &verdicts, report);
    }
    Ok(())
}

fn compare(number: u64, case: &Case, encoded: &Encoded, verdicts: &[(Peer, &Verdict)], report: &mut Report) {
    let answer = oracle::answer(case);
    report.cases += 1;
    report.accepted += u64::from(answer.accepts());
    for &(peer, verdict) in verdicts {
        if verdict.accepted != answer.accepts() {
            *report.disagreements.entry(peer).or_default() += 1;
        }
        let Some(rows) = deviations::explain(peer, case, verdict.accepted) else {
            report.unexplained(peer, || describe(number, case, encoded, &answer, peer, verdict));
            continue;
        };
        for row in rows {
            *report.explained.entry(ledger::name(peer, row)).or_default() += 1;
        }
        if peer == Peer::Issuedby && !reasons_fit(&answer, verdict) {
            report.unexplained(peer, || describe(number, case, encoded, &answer, peer, verdict));
        }
    }
}

/// True if the reasons of the core are those of the oracle.
///
/// A name or a base without a certain meaning is a violation, or malformed, or cannot be evaluated: the RFC does not say
/// which. Everything else has its own code.
fn reasons_fit(answer: &Answer, verdict: &Verdict) -> bool {
    if verdict.accepted || answer.accepts() {
        return true;
    }
    let reasons: Vec<_> = verdict.text.split(", ").collect();
    let says = |code: &str| reasons.contains(&code);
    let known = [
        "unknown_critical_extension",
        "name_constraints_violated",
        "name_constraints_unsupported",
        "malformed",
    ];
    let only_violated = answer.violated && !answer.uncertain && answer.inapplicable.is_empty();
    let only_inapplicable = !answer.violated && !answer.uncertain;
    let says_what_is_certain = says("malformed")
        || (!only_violated || says("name_constraints_violated"))
            && (!only_inapplicable || says("name_constraints_unsupported"));
    says_what_is_certain && reasons.iter().all(|reason| known.contains(reason))
}

fn describe(
    number: u64,
    case: &Case,
    encoded: &Encoded,
    answer: &Answer,
    peer: Peer,
    verdict: &Verdict,
) -> String {
    let oracle = if answer.accepts() { "accepted".to_owned() } else { format!("refused: {answer:?}") };
    let hex = |der: &[u8]| der.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    format!(
        "case {number}: {} says {}, the oracle {oracle}\n{case}  CA {}\n  leaf {}\n",
        peer.name(),
        verdict.text,
        hex(&encoded.ca),
        hex(&encoded.leaf)
    )
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for shown in &self.shown {
            writeln!(f, "{shown}")?;
        }
        writeln!(f, "{} cases, {} of them accepted by the oracle", self.cases, self.accepted)?;
        for peer in Peer::ALL {
            let count = self.disagreements.get(&peer).copied().unwrap_or_default();
            let unexplained = self.unexplained.get(&peer).copied().unwrap_or_default();
            let name = peer.name();
            writeln!(
                f,
                "{name:10} {count} verdicts other than the oracle's, {unexplained} without an explanation"
            )?;
        }
        for (row, count) in &self.explained {
            writeln!(f, "  {count:7} {row}")?;
        }
        for row in &self.vanished {
            writeln!(f, "  no case met the row {row}")?;
        }
        let unexplained: u64 = self.unexplained.values().sum();
        write!(f, "{unexplained} without an explanation")
    }
}
