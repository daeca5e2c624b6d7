//! `issuedby verify`: the core's verdict about each certificate, and the policy's where it is asked for.

mod beside;
mod policy;
mod text;

use std::path::{Path, PathBuf};

use issuedby::input::{self, InputKind};
use issuedby::policy::Decision;
use issuedby::{CaSet, Fingerprint, Reason, Verdict, Verifier, check_time, pem};

use crate::arguments::{Format, Verify};
use crate::ca_file::{self, CaFile};
use crate::exit::ExitStatus;
use crate::failure::Failure;
use crate::folder::Files;
use crate::json::JsonObject;
use crate::progress::Progress;
use crate::repair::{Names, Wanted};
use crate::shell::quoted_path;
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

/// An intermediate that a client did not send along is a frequent cause. At an edge a stranger chooses the name, so that only
/// whoever has the files gets this.
const NO_MATCHING_CA: &str = "give the certificate of the CA with that name with `--ca FILE`, if it is yours; if your CA issued \
    an intermediate of that name, give the intermediate with `--chain FILE` to check it";

/// The check that every leaf goes through.
struct Check<'a> {
    arguments: &'a Verify,
    cas: Vec<CaFile>,
    verifier: Verifier,
    policy: Option<Policy>,
    /// The chain that stands with every leaf, DER.
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
        let set = set.map_err(|error| {
            vec![Failure::unacceptable(error.reason().code(), format!("{error} ({})", error.reason()))]
        })?;
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

    /// The core's verdict about one leaf and the CAs that stood beside it.
    fn verdict<'l>(&'l self, leaf: &'l [u8], beside: &[Vec<u8>]) -> Verdict<'l> {
        let chain: Vec<&[u8]> = self.chain.iter().chain(beside).map(Vec::as_slice).collect();
        self.verifier.evaluate_with_chain(Some(leaf), check_time(self.now), &chain)
    }

    /// The core's verdict; then what to do about it, unless it passes. Where there is a policy its decision is the last key,
    /// and before it stands, where the issuer is another, how that differs from the nearest expected name.
    fn json(&self, evaluated: Evaluated<'_>, remedy: Option<&str>) -> JsonObject {
        let mut json = JsonObject::from_core(&evaluated.verdict.to_json());
        if let Some(remedy) = remedy {
            json = json.with("remedy", remedy);
        }
        let (Some(policy), Some(decision)) = (&self.policy, evaluated.decision) else { return json };
        let issuer = evaluated.verdict.certificate().and_then(|certificate| certificate.issuer().ok());
        let closest = issuer.and_then(|issuer| policy.closest(issuer));
        if let (Some(Reason::IssuerNotAllowed), Some((_, comparison))) = (decision.reason(), closest) {
            json = json.with("comparison", JsonObject::from_core(&comparison.to_json()));
        }
        json.with("policy", JsonObject::from_core(&decision.to_json()))
    }

    /// The remedy for a certificate that is not accepted, for the user who gave these arguments and this file.
    fn remedy(&self, path: &Path, presented: &Presented, evaluated: Evaluated<'_>) -> Option<String> {
        if let Some(reason) = evaluated.refusal() {
            return Some(reason.remedy().to_owned());
        }
        match evaluated.verdict.reason()? {
            Reason::InvalidCheckTime if self.arguments.at.is_some() => {
                Some("give `--at` a time from 1970 to 9999".to_owned())
            }
            Reason::NotDirectlySigned => {
                Some("give the certificate of that intermediate CA with `--ca FILE`".to_owned())
            }
            Reason::NoMatchingCa if evaluated.verdict.remedy() == Some(Reason::NoMatchingCa.remedy()) => {
                Some(NO_MATCHING_CA.to_owned())
            }
            _ => {
                let names = Names::of_input(path, presented.error.as_ref());
                Some(names.fill(evaluated.verdict.remedy()?, &presented.bytes))
            }
        }
    }

    /// The remedy with the file of the intermediate CA that issued the certificate, and the command that writes it.
    fn with_the_intermediate(
        &self,
        remedy: String,
        path: &Path,
        presented: &Presented,
        verdict: &Verdict<'_>,
    ) -> String {
        const FILE: &str = "--ca FILE`";

        let Some(wanted) = verdict.intermediate().filter(|_| remedy.contains(FILE)) else { return remedy };
        if let (Some(chain), [only]) = (&self.arguments.chain, &self.chain[..])
            && Fingerprint::of(only) == wanted
        {
            return remedy.replace(FILE, &format!("--ca {}`", quoted_path(chain)));
        }
        let certificates = pem::certificates(&presented.bytes).unwrap_or_default();
        let position = certificates.iter().position(|der| Fingerprint::of(der) == wanted);
        let lines = pem::certificate_lines(&presented.bytes).unwrap_or_default();
        match position.and_then(|position| lines.get(position)) {
            Some((first, last)) => {
                let names = Names::to_take_out(path, Wanted::Ca);
                let remedy = remedy.replace(FILE, &format!("--ca {}`", names.result));
                format!("{remedy}; `{}` writes it", names.lines(*first, *last))
            }
            None => remedy,
        }
    }

    fn run(&self, format: Format, console: &mut Console) -> ExitStatus {
        let Files { files, left_out } = Files::of(&self.arguments.leaves);
        let progress = Progress::new(files.len(), format);
        let several_files = files.len() > 1;
        let mut output = Output { format, several_files, table: text::Table::default(), console };
        let mut worst = ExitStatus::Done;
        for file in files {
            progress.step();
            let label = file.as_ref().ok().filter(|_| several_files).map(|path| source::label(path));
            let status = match file.and_then(read_leaf) {
                Ok((path, presented)) => self.show(&path, &self.joined(presented), &mut output),
                Err(failure) => {
                    output.table.unreadable += 1;
                    progress.aside(|| match label {
                        Some(label) => output.console.error_of(&label, &failure),
                        None => output.console.error(&failure),
                    });
                    failure.status
                }
            };
            worst = worst.max(status);
        }
        progress.finish();
        left_out.iter().for_each(|sentence| output.console.note("note", sentence));
        if !output.table.is_empty() {
            output.table.write(output.console);
        }
        worst
    }

    /// The same source; of certificates of which each one after the first is a CA that signed the one before it, the first
    /// is the client's, and the rest its chain.
    fn joined(&self, mut presented: Presented) -> Presented {
        let certificates: Vec<&[u8]> = presented.clients.iter().map(|(leaf, _)| leaf.as_slice()).collect();
        if certificates.len() > 1 && self.verifier.is_signed_chain(&certificates) {
            let mut certificates = std::mem::take(&mut presented.clients).into_iter().map(|(leaf, _)| leaf);
            if let Some(leaf) = certificates.next() {
                presented.clients = vec![(leaf, certificates.collect())];
            }
        }
        presented
    }

    /// The verdicts about the certificates of one file.
    fn verdicts<'l>(&'l self, presented: &'l Presented) -> Vec<Verdict<'l>> {
        match &presented.error {
            None => presented.clients.iter().map(|(leaf, beside)| self.verdict(leaf, beside)).collect(),
            Some(_) => {
                let leaf = Some((presented.bytes.as_slice(), InputKind::Bytes));
                vec![self.verifier.evaluate_input(leaf, check_time(self.now), &[])]
            }
        }
    }

    /// Shows the verdicts about one file: alone at once, otherwise as lines of JSON or rows of the table.
    fn show(&self, path: &Path, presented: &Presented, output: &mut Output<'_>) -> ExitStatus {
        let verdicts = self.verdicts(presented);
        let mut worst = ExitStatus::Done;
        let count = verdicts.len();
        for (position, verdict) in verdicts.iter().enumerate() {
            let decision = self.policy.as_ref().map(|policy| policy.decide(verdict));
            let (leaf, beside) =
                presented.clients.get(position).map_or((&[][..], &[][..]), |(leaf, beside)| (leaf, beside));
            let evaluated = Evaluated { verdict, decision: decision.as_ref(), leaf, beside };
            if !evaluated.passes() {
                worst = ExitStatus::Refused;
            }
            let mut remedy = self.remedy(path, presented, evaluated);
            // A table has one remedy for all its rows.
            if !matches!((output.format, output.several_files || count > 1), (Format::Text, true)) {
                remedy = remedy.map(|remedy| self.with_the_intermediate(remedy, path, presented, verdict));
            }
            match (output.format, output.several_files || count > 1) {
                (Format::Json, false) => output.console.line(self.json(evaluated, remedy.as_deref()).line()),
                (Format::Json, true) => {
                    let label = source::member(source::label(path), position, count);
                    let object = self.json(evaluated, remedy.as_deref()).of_source(&label);
                    output.console.line(object.line());
                }
                (Format::Text, false) => {
                    let notes = text::Notes { has_private_key: presented.has_private_key, remedy };
                    text::write_one(self, path, evaluated, &notes, output.console);
                }
                (Format::Text, true) => {
                    let label = source::member(source::shown(path), position, count);
                    output.table.add(self, label, evaluated, remedy);
                }
            }
        }
        worst
    }
}

/// The output of one run.
struct Output<'c> {
    format: Format,
    several_files: bool,
    /// The rows for several certificates.
    table: text::Table,
    console: &'c mut Console,
}

/// The verdict of the core about one leaf, and the decision of the policy where there is one.
#[derive(Clone, Copy)]
struct Evaluated<'j> {
    verdict: &'j Verdict<'j>,
    decision: Option<&'j Decision>,
    /// The certificate, DER.
    leaf: &'j [u8],
    /// The CA certificates that stood beside it.
    beside: &'j [Vec<u8>],
}

impl Evaluated<'_> {
    fn passes(self) -> bool {
        self.verdict.verified() && self.decision.is_none_or(|decision| decision.reason().is_none())
    }

    /// The reason for which the policy refuses a leaf that the core verified.
    fn refusal(self) -> Option<Reason> {
        self.decision.and_then(Decision::reason).filter(|_| self.verdict.verified())
    }
}

fn read_leaf(path: PathBuf) -> Result<(PathBuf, Presented), Failure> {
    let presented = source::presented(source::read(&path)?);
    Ok((path, presented))
}

fn read_chain(path: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    let bytes = source::read(path)?;
    let certificates = input::certificates_der(&bytes).map_err(|error| {
        Failure::unacceptable(
            error.code(),
            format!("{}: {}", source::quoted_label(path), error.without_remedy()),
        )
        .remedy(Names::of_input(path, Some(&error)).fill(error.remedy(), &bytes))
        .remedy("a chain is a PEM bundle or one certificate in DER, nearest issuer first")
        .of(&error)
    })?;
    Ok(certificates.into_iter().map(std::borrow::Cow::into_owned).collect())
}
