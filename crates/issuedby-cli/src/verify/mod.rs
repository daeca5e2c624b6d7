//! `issuedby verify`: the core's verdict about each certificate, and the policy's where it is asked for.

mod policy;
mod text;

use std::path::{Path, PathBuf};

use issuedby::policy::Decision;
use issuedby::{CaSet, Certificate, Reason, Verdict, Verifier, check_time, input};

use crate::arguments::{Format, Verify};
use crate::ca_file::{self, CaFile};
use crate::exit::{ExitStatus, Failure};
use crate::finding::Finding;
use crate::json;
use crate::progress::Progress;
use crate::source::{self, Presented};
use crate::terminal::Console;
use crate::time;
use policy::{Issuers, Policy};

/// Runs `issuedby verify`.
pub(crate) fn run(arguments: &Verify, format: Format, console: &mut Console) -> ExitStatus {
    match Check::new(arguments, format, console) {
        Ok(check) => check.run(format, console),
        Err(failures) => {
            failures.iter().for_each(|failure| console.error(failure));
            failures.iter().map(|failure| failure.status).max().unwrap_or(ExitStatus::Unacceptable)
        }
    }
}

/// What every leaf is verified against.
struct Check<'a> {
    arguments: &'a Verify,
    cas: Vec<CaFile>,
    verifier: Verifier,
    policy: Option<Policy>,
    /// What was sent along, DER.
    chain: Vec<Vec<u8>>,
    /// The time of the check in Unix seconds.
    now: i64,
}

impl<'a> Check<'a> {
    fn new(arguments: &'a Verify, format: Format, console: &mut Console) -> Result<Self, Vec<Failure>> {
        let issuers = Issuers::read(&arguments.cert_issuer_dn)?;
        let cas = ca_file::load(&arguments.ca)?;
        if format == Format::Text {
            for CaFile { path, ca } in &cas {
                for warning in ca.warnings() {
                    console.warning(&format!("{}: {warning}", source::quoted_label(path)));
                }
            }
        }
        let set = CaSet::new(cas.iter().map(|file| file.ca.clone()));
        let set =
            set.map_err(|error| vec![Failure::unacceptable(format!("{error} ({})", error.reason()))])?;
        let chain =
            arguments.chain.as_deref().map(read_chain).transpose().map_err(|failure| vec![failure])?;
        let policy = issuers.policy(&cas, console).map_err(|failure| vec![failure])?;
        Ok(Self {
            arguments,
            cas,
            policy,
            verifier: Verifier::new(set)
                .require_client_auth_eku(arguments.require_client_auth_eku)
                .allow_unusual_serial(arguments.allow_unusual_serial),
            chain: chain.unwrap_or_default(),
            now: arguments.at.unwrap_or_else(time::now),
        })
    }

    /// The core's verdict about one leaf.
    fn verdict<'l>(&'l self, leaf: &'l [u8]) -> Verdict<'l> {
        let chain: Vec<&[u8]> = self.chain.iter().map(Vec::as_slice).collect();
        self.verifier.evaluate_with_chain(Some(leaf), check_time(self.now), &chain)
    }

    /// The core's verdict; where there is a policy its decision as the last key, and before it, where the issuer is
    /// another, how that differs from the nearest expected name.
    fn json(&self, judged: Judged<'_>) -> String {
        let mut json = judged.verdict.to_json();
        let (Some(policy), Some(decision)) = (&self.policy, judged.decision) else { return json };
        let issuer = judged.verdict.certificate().and_then(|certificate| certificate.issuer().ok());
        let nearest = issuer.and_then(|issuer| policy.nearest(issuer));
        if let (Some(Reason::IssuerNotAllowed), Some((_, comparison))) = (decision.reason(), nearest) {
            json = json::with_last(&json, "comparison", &comparison.to_json());
        }
        json::with_last(&json, "policy", &decision.to_json())
    }

    fn run(&self, format: Format, console: &mut Console) -> ExitStatus {
        let files = source::expand(&self.arguments.leaves);
        let several_files = files.len() > 1;
        let mut table = text::Table::default();
        let mut worst = ExitStatus::Done;
        let progress = Progress::new(files.len(), format);
        for file in files {
            progress.step();
            let (path, presented) = match file.and_then(read_leaf) {
                Ok(read) => read,
                Err(failure) => {
                    progress.aside(|| console.error(&failure));
                    worst = worst.max(failure.status);
                    table.unreadable += 1;
                    continue;
                }
            };
            let finding = match format {
                Format::Text => Finding::of(&path, &presented),
                Format::Json => None,
            };
            let count = presented.certificates.len();
            let is_chain = count > 1 && is_leaf_with_cas(&presented.certificates);
            if is_chain && format == Format::Text {
                table.chain(self, &path);
            }
            for (position, leaf) in presented.certificates.iter().enumerate() {
                let verdict = self.verdict(leaf);
                let decision = self.policy.as_ref().map(|policy| policy.decide(&verdict));
                let judged = Judged { verdict: &verdict, decision: decision.as_ref() };
                if !judged.passes() {
                    worst = worst.max(ExitStatus::Refused);
                }
                match (format, several_files || count > 1) {
                    (Format::Json, false) => console.line(self.json(judged)),
                    (Format::Json, true) => {
                        let label = source::member(source::label(&path), position, count);
                        console.line(json::with_source(&label, &self.json(judged)));
                    }
                    (Format::Text, false) => {
                        text::write_one(self, &path, judged, finding.as_ref(), console);
                    }
                    (Format::Text, true) => {
                        let label = source::member(source::shown(&path), position, count);
                        let explains = !(is_chain && position > 0);
                        table.add(self, label, judged, finding.as_ref(), explains);
                    }
                }
            }
        }
        progress.finish();
        if !table.is_empty() {
            table.write(console);
        }
        worst
    }
}

/// What is said about one leaf: by the core, and by the policy where there is one.
#[derive(Clone, Copy)]
struct Judged<'j> {
    verdict: &'j Verdict<'j>,
    decision: Option<&'j Decision>,
}

impl Judged<'_> {
    fn passes(self) -> bool {
        self.verdict.verified() && self.decision.is_none_or(|decision| decision.reason().is_none())
    }

    /// Why the policy refuses what the core verified.
    fn refusal(self) -> Option<Reason> {
        self.decision.and_then(Decision::reason).filter(|_| self.verdict.verified())
    }
}

/// Whether a file looks like what a server is given: a certificate and, after it, the CAs above.
fn is_leaf_with_cas(certificates: &[Vec<u8>]) -> bool {
    let is_ca = |der: &Vec<u8>| Certificate::from_der(der).is_ok_and(|certificate| certificate.is_ca());
    certificates
        .split_first()
        .is_some_and(|(leaf, cas)| !is_ca(leaf) && !cas.is_empty() && cas.iter().all(is_ca))
}

fn read_leaf(path: PathBuf) -> Result<(PathBuf, Presented), Failure> {
    let presented = source::presented(source::read(&path)?);
    Ok((path, presented))
}

fn read_chain(path: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    let octets = source::read(path)?;
    let certificates = input::certificates_der(&octets).map_err(|error| {
        Failure::unacceptable(format!("{}: {error}", source::quoted_label(path)))
            .help("a chain is a PEM bundle or one certificate in DER, nearest issuer first")
    })?;
    Ok(certificates.into_iter().map(std::borrow::Cow::into_owned).collect())
}
