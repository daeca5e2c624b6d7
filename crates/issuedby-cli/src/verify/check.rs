//! The check that every certificate goes through.

use std::ffi::OsStr;
use std::path::Path;

use issuedby::input::{self, InputKind};
use issuedby::policy::Decision;
use issuedby::{
    CaCertificate, CaSet, DistinguishedName, Fingerprint, Reason, ReasonGroup, Verdict, Verifier, check_time,
    pem,
};

use super::exchanged;
use super::policy::{Issuers, Policy};
use crate::arguments::{TableFormat, Verify};
use crate::cas::Cas;
use crate::failure::Failure;
use crate::json::JsonObject;
use crate::printable::printable;
use crate::registry::Place;
use crate::repair::{Names, Wanted};
use crate::shell::{quoted, quoted_path};
use crate::source::{self, Presented};
use crate::terminal::Console;
use crate::time;

/// An intermediate that a client did not send along is a frequent cause. At an edge a stranger chooses the name, so that only
/// whoever has the files gets this.
const NO_MATCHING_CA: &str = "give the certificate of the CA with that name with `--ca FILE`, if it is yours; if your CA issued \
    an intermediate of that name, give the intermediate with `--chain FILE` to check it";

/// The check that every leaf goes through.
pub(super) struct Check<'a> {
    pub(super) arguments: &'a Verify,
    pub(super) cas: Cas,
    pub(super) verifier: Verifier,
    pub(super) policy: Option<Policy>,
    /// The chain that stands with every leaf, DER.
    pub(super) chain: Vec<Vec<u8>>,
    /// The time of the check in Unix seconds.
    pub(super) now: i64,
}

impl<'a> Check<'a> {
    /// Loads the CAs and whatever else the arguments name. CAs that are unfit are said and left out.
    ///
    /// # Errors
    ///
    /// Failures after which nothing can be verified: also where no CA is left.
    pub(super) fn new(
        arguments: &'a Verify,
        format: TableFormat,
        console: &mut Console,
    ) -> Result<Self, Vec<Failure>> {
        let issuers = Issuers::read(&arguments.cert_issuer_dn)?;
        let account = arguments.in_account().map(|account| Place::read(&account)).transpose();
        let account = account.map_err(|failure| vec![failure])?;
        let mut cas = Cas::load(&arguments.ca, account.as_ref()).map_err(|failure| vec![failure])?;
        if cas.fit.is_empty() {
            return Err(exchanged::named(arguments, std::mem::take(&mut cas.failures)));
        }
        let now = arguments.at.unwrap_or_else(time::now);
        cas.report(now, format != TableFormat::Json, console);
        let set = CaSet::new(cas.fit.iter().map(|given| given.ca.clone()));
        let set = set.map_err(|error| {
            vec![Failure::unacceptable(error.reason().code(), format!("{error} ({})", error.reason()))]
        })?;
        let chain =
            arguments.chain.as_deref().map(read_chain).transpose().map_err(|failure| vec![failure])?;
        let policy = issuers.policy(&cas.fit, console).map_err(|failure| vec![failure])?;
        Ok(Self {
            arguments,
            cas,
            policy,
            verifier: Verifier::new(set)
                .require_client_auth_eku(arguments.require_client_auth_eku)
                .allow_unusual_serial(arguments.allow_unusual_serial),
            chain: chain.unwrap_or_default(),
            now,
        })
    }

    /// The core's verdict about one leaf and the CAs that stood beside it.
    fn verdict<'l>(&'l self, leaf: &'l [u8], beside: &[Vec<u8>]) -> Verdict<'l> {
        let chain: Vec<&[u8]> = self.chain.iter().chain(beside).map(Vec::as_slice).collect();
        self.verifier.evaluate_with_chain(Some(leaf), check_time(self.now), &chain)
    }

    /// The core's verdict; then what to do about it, unless it passes. Where there is a policy its decision is the last key,
    /// and before it stands, where the issuer is another, how that differs from the nearest expected name.
    pub(super) fn json(&self, evaluated: Evaluated<'_>, remedy: Option<&str>) -> JsonObject {
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
    pub(super) fn remedy(
        &self,
        path: &Path,
        presented: &Presented,
        evaluated: Evaluated<'_>,
    ) -> Option<String> {
        if let Some(reason) = evaluated.refusal() {
            // The core verified the certificate: its issuer is a CA that was given.
            return match evaluated.verdict.ca().filter(|_| reason == Reason::IssuerNotAllowed) {
                Some(ca) => Some(format!(
                    "if clients of that CA may pass, give its name: `--cert-issuer-dn {}`",
                    quoted(OsStr::new(&*to_type(ca)))
                )),
                None => Some(reason.remedy().to_owned()),
            };
        }
        let reason = evaluated.verdict.reason()?;
        match reason {
            Reason::InvalidCheckTime if self.arguments.at.is_some() => {
                Some("give `--at` a time from 1970 to 9999".to_owned())
            }
            Reason::NotDirectlySigned => {
                Some("give the certificate of that intermediate CA with `--ca FILE`".to_owned())
            }
            Reason::NoMatchingCa if evaluated.verdict.remedy() == Some(Reason::NoMatchingCa.remedy()) => {
                Some(self.issuer_in_the_chain(evaluated).unwrap_or_else(|| NO_MATCHING_CA.to_owned()))
            }
            _ => {
                let names = Names::of_input(path, presented.error.as_ref());
                let remedy = names.fill(evaluated.verdict.remedy()?, &presented.bytes);
                // The core doubts a clock; here the time was typed.
                let is_doubted = reason.group() == ReasonGroup::Time && remedy.contains("clock");
                match self.arguments.at.is_some() && is_doubted {
                    true => Some(format!("correct the time of `--at` if it is a mistake; else {remedy}")),
                    false => Some(remedy),
                }
            }
        }
    }

    /// The remedy where the file of `--chain` has the issuer itself, which no `--ca` is: that certificate alone is named,
    /// for a bundle may have others, which would all be trusted.
    fn issuer_in_the_chain(&self, evaluated: Evaluated<'_>) -> Option<String> {
        let file = self.arguments.chain.as_ref()?;
        let issuer =
            self.chain.iter().find(|ca| self.verifier.is_signed_chain(&[evaluated.leaf, ca.as_slice()]))?;
        let fingerprint = Fingerprint::of(issuer);
        let found = format!(
            "the CA with the SHA-256 fingerprint {fingerprint} in {}, the file of `--chain`, issued it, and is none that was \
             given: only if it is your own, and all its clients may pass, give it with",
            quoted_path(file)
        );
        if self.chain.len() == 1 {
            return Some(format!("{found} `--ca {}`", quoted_path(file)));
        }
        let bytes = source::read(file).ok()?;
        let position =
            pem::certificates(&bytes).ok()?.iter().position(|der| Fingerprint::of(der) == fingerprint)?;
        let (first, last) = *pem::certificate_lines(&bytes).ok()?.get(position)?;
        let names = Names::to_take_out(file, Wanted::Ca);
        Some(format!("{found} `--ca {}`; `{}` writes it", names.result, names.lines(first, last)))
    }

    /// The remedy with the file of the intermediate CA that issued the certificate, and the command that writes it.
    pub(super) fn with_the_intermediate(
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

    /// The same source; of certificates of which each one after the first is a CA that signed the one before it, the first
    /// is the client's, and the rest its chain.
    pub(super) fn joined(&self, mut presented: Presented) -> Presented {
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
    pub(super) fn verdicts<'l>(&'l self, presented: &'l Presented) -> Vec<Verdict<'l>> {
        match &presented.error {
            None => presented.clients.iter().map(|(leaf, beside)| self.verdict(leaf, beside)).collect(),
            Some(_) => {
                let leaf = Some((presented.bytes.as_slice(), InputKind::Bytes));
                vec![self.verifier.evaluate_input(leaf, check_time(self.now), &[])]
            }
        }
    }
}

/// The verdict of the core about one leaf, and the decision of the policy where there is one.
#[derive(Clone, Copy)]
pub(super) struct Evaluated<'j> {
    pub(super) verdict: &'j Verdict<'j>,
    pub(super) decision: Option<&'j Decision>,
    /// The certificate, DER.
    pub(super) leaf: &'j [u8],
    /// The CA certificates that stood beside it.
    pub(super) beside: &'j [Vec<u8>],
}

impl Evaluated<'_> {
    pub(super) fn passes(self) -> bool {
        self.verdict.verified() && self.decision.is_none_or(|decision| decision.reason().is_none())
    }

    /// The first reason for which it is not let in: the core's, else the policy's.
    pub(super) fn reason(self) -> Option<Reason> {
        self.refusal().or(self.verdict.reason())
    }

    /// The reason for which the policy refuses a leaf that the core verified.
    pub(super) fn refusal(self) -> Option<Reason> {
        self.decision.and_then(Decision::reason).filter(|_| self.verdict.verified())
    }
}

/// The name of a CA as a person types it: in UTF-8 where a terminal shows that as it is, else in ASCII.
fn to_type(ca: &CaCertificate) -> String {
    let text = ca.subject().to_utf8_string();
    let is_shown = printable(&text) == text
        && DistinguishedName::parse(&text).is_ok_and(|parsed| parsed.name() == ca.subject());
    if is_shown { text } else { ca.subject().to_string() }
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
