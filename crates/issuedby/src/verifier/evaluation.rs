//! The verdict about one leaf: our own checks, then webpki; after a refusal, the whole list of reasons.

use alloc::sync::Arc;
use core::cell::OnceCell;

use super::ca_set::{CaSet, Candidates, KeyClasses};
use super::path::{self, ClientAuth};
use super::signature_budget::SignatureBudget;
use super::{Options, ca_rules, chain, leaf_rules, origin};
use crate::ca::LoadedCa;
use crate::certificate::{Certificate, Policies};
use crate::name_constraints::{self, ComparisonBudget};
use crate::reason::{Reason, ReasonSet, is_about_name_constraints};
use crate::verdict::{CaOf, CasOf, Refusal, Verdict};

pub(super) fn evaluate<'a>(
    cas: &'a Arc<CaSet>,
    options: Options,
    leaf: &'a [u8],
    now: u64,
    presented: &[&[u8]],
) -> Verdict<'a> {
    let certificate = match Certificate::from_der_prefix(leaf) {
        Ok(certificate) => certificate,
        Err(error) => return Verdict::unreadable(error, now),
    };
    let evaluation = Evaluation {
        cas,
        options,
        now,
        leaf_reasons: leaf_rules::violations(&certificate, options, cas.provider_keys(), now),
        certificate: &certificate,
        policies: OnceCell::new(),
    };
    let mut budget = SignatureBudget::new();
    let outcome = match cas.candidates(&certificate) {
        Ok(candidates) => evaluation.try_candidates(candidates, &mut budget),
        Err(reason) => {
            Outcome::refused_without_signature(evaluation.leaf_reasons_without_candidate().with(reason))
        }
    };
    match outcome {
        Outcome::Accepted { ca, window } => Verdict::success(certificate, CaOf::Borrowed(ca), window, now)
            .with_signature_checks(budget.spent()),
        Outcome::Refused { mut refusal, ca } => {
            if !refusal.authenticated {
                evaluation.look_for_intermediate(presented, &mut refusal, &mut budget);
            }
            if refusal.reasons.contains(Reason::NoMatchingCa) {
                let before = budget.spent();
                refusal.origin = origin::of_unknown_issuer(cas, &certificate, &mut budget);
                refusal.origin_checks = budget.spent().saturating_sub(before);
            }
            if let Some(ca) = ca.filter(|_| refusal.reasons.contains(Reason::SignatureInvalid)) {
                refusal.is_ca_altered = !refusal.authenticated && ca.is_altered();
            }
            Verdict::failed(certificate, refusal, ca.map(CaOf::Borrowed), now)
                .explained_by(CasOf::Borrowed(cas))
                .with_signature_checks(budget.spent())
        }
    }
}

/// The verdict that no CA and no time changes; `None` where there is a CA and a time that might accept the leaf.
pub(super) fn permanent_refusal<'a>(cas: &CaSet, options: Options, leaf: &'a [u8]) -> Option<Verdict<'a>> {
    let certificate = match Certificate::from_der_prefix(leaf) {
        Ok(certificate) => certificate,
        Err(error) => return Some(Verdict::unreadable(error, 0)),
    };
    let mut reasons = leaf_rules::permanent_violations(&certificate, options, cas.provider_keys());
    let identifier = certificate.signature_algorithm();
    if certificate.algorithms_agree() && !is_known(cas, identifier) {
        reasons.insert(Reason::SignatureAlgorithmUnsupported);
    }
    // A name that no CA can have. A CA set has none of them, and which one it is makes no difference.
    reasons.extend(cas.candidates(&certificate).err().filter(|reason| *reason != Reason::NoMatchingCa));
    let refusal = Refusal { reasons, ..Refusal::default() };
    (!reasons.is_empty()).then(|| Verdict::failed(certificate, refusal, None, 0))
}

/// Tells whether a key of any CA could fit the signature algorithm.
fn is_known(cas: &CaSet, identifier: &[u8]) -> bool {
    let known = cas.provider().algorithms();
    known.iter().any(|algorithm| algorithm.signature_alg_id().as_ref() == identifier)
}

/// A leaf on its way to a verdict.
struct Evaluation<'a, 'l> {
    cas: &'a Arc<CaSet>,
    options: Options,
    now: u64,
    /// The rules that the leaf breaks by itself, whoever signed it.
    leaf_reasons: ReasonSet,
    certificate: &'l Certificate<'a>,
    /// Read once, if a CA asks for them, whatever the number of candidates.
    policies: OnceCell<Policies>,
}

enum Outcome<'a> {
    Accepted { ca: &'a Arc<LoadedCa>, window: (u64, u64) },
    Refused { refusal: Refusal, ca: Option<&'a Arc<LoadedCa>> },
}

impl Outcome<'_> {
    fn refused_without_signature(reasons: ReasonSet) -> Self {
        Outcome::Refused { refusal: Refusal { reasons, ..Refusal::default() }, ca: None }
    }
}

/// The result for one candidate.
enum Attempt {
    Accepted,
    /// The signature holds under the candidate's key, but another rule is broken.
    Authentic(ReasonSet),
    /// The signature does not hold, or could not be checked.
    NotAuthentic(ReasonSet),
    /// No signature check is left.
    Exhausted,
}

impl<'a> Evaluation<'a, '_> {
    /// Tries the candidates in order until one passes all checks.
    fn try_candidates(&self, candidates: Candidates<'a>, budget: &mut SignatureBudget) -> Outcome<'a> {
        let mut authentic: Option<(&'a Arc<LoadedCa>, ReasonSet)> = None;
        let mut failures = ReasonSet::default();
        let mut failed_keys = KeyClasses::default();
        let mut comparisons = ComparisonBudget::new();
        for member in candidates.ordered(self.certificate, self.now) {
            if failed_keys.contain(member.key_class) {
                continue;
            }
            let ca = &member.loaded;
            match self.attempt(ca, budget, &mut comparisons) {
                Attempt::Accepted => return Outcome::Accepted { ca, window: self.window(ca) },
                Attempt::Authentic(reasons) => {
                    authentic.get_or_insert((ca, reasons));
                    if !self.leaf_reasons.is_empty() {
                        // Another candidate could only have a better CA, never a better leaf.
                        break;
                    }
                    if comparisons.is_spent() {
                        break;
                    }
                }
                Attempt::NotAuthentic(reasons) => {
                    failures.insert_all(reasons);
                    failed_keys.insert(member.key_class);
                }
                Attempt::Exhausted => {
                    failures.insert(Reason::TooManyCandidates);
                    break;
                }
            }
        }
        let exhausted = failures.contains(Reason::TooManyCandidates);
        match authentic {
            Some((ca, mut reasons)) => {
                if comparisons.is_spent() {
                    reasons.insert(Reason::NameConstraintsTooComplex);
                }
                let reasons = if exhausted { reasons.with(Reason::TooManyCandidates) } else { reasons };
                let refusal = Refusal { reasons, authenticated: true, ..Refusal::default() };
                Outcome::Refused { refusal, ca: Some(ca) }
            }
            None => {
                let only = candidates.only();
                let reasons = match only {
                    Some(_) => failures,
                    None => self.leaf_reasons.with(why_no_candidate(failures)),
                };
                let refusal = Refusal { reasons, ..Refusal::default() };
                Outcome::Refused { refusal, ca: only }
            }
        }
    }

    /// One candidate: webpki where nothing else speaks against the leaf, else the bare signature.
    ///
    /// The reasons of the CA are given only where its key made the signature. Those of any other CA explain nothing.
    fn attempt(
        &self,
        ca: &LoadedCa,
        budget: &mut SignatureBudget,
        comparisons: &mut ComparisonBudget,
    ) -> Attempt {
        if !self.certificate.algorithms_agree() {
            // It is unknown which of the two should hold: no check is spent on either.
            return Attempt::NotAuthentic(self.leaf_reasons);
        }
        let identifier = self.certificate.signature_algorithm();
        let Some(algorithm) = ca.algorithm(identifier) else {
            return Attempt::NotAuthentic(self.leaf_reasons.with(self.why_no_algorithm(identifier)));
        };
        if !budget.spend() {
            return Attempt::Exhausted;
        }
        let holds = || {
            let key = ca.ca.certificate().key_bytes();
            let message = self.certificate.to_be_signed();
            algorithm.verify_signature(key, message, self.certificate.signature()).is_ok()
        };

        let mut reasons = self.leaf_reasons;
        reasons.insert_all(self.ca_reasons(ca));
        let mut constraints = || match ca.ca.name_constraints() {
            Some(constraints) => name_constraints::reasons(constraints, self.certificate, comparisons),
            None => ReasonSet::default(),
        };
        if reasons.is_empty() {
            let usage = match self.options.require_client_auth_eku {
                true => ClientAuth::Required,
                false => ClientAuth::IfPresent,
            };
            return match path::verify(ca, algorithm, self.certificate, self.now, usage) {
                // webpki has evaluated some of the constraints. All of them are evaluated here, and both must agree.
                Ok(()) => match constraints() {
                    none if none.is_empty() => Attempt::Accepted,
                    reasons => Attempt::Authentic(reasons),
                },
                Err(webpki::Error::InvalidSignatureForPublicKey) => {
                    Attempt::NotAuthentic(self.leaf_reasons.with(Reason::SignatureInvalid))
                }
                // webpki evaluates constraints after the signature held, and stops at the first name: ours say it all.
                Err(error) if is_about_name_constraints(&error) => {
                    Attempt::Authentic(or_webpki_reason(constraints(), &error))
                }
                Err(_) if !budget.spend() => Attempt::Exhausted,
                Err(error) if holds() => Attempt::Authentic(or_webpki_reason(constraints(), &error)),
                Err(error) => Attempt::NotAuthentic(
                    self.leaf_reasons.with(Reason::from(&error)).with(Reason::SignatureInvalid),
                ),
            };
        }
        if !holds() {
            return Attempt::NotAuthentic(self.leaf_reasons.with(Reason::SignatureInvalid));
        }
        reasons.insert_all(constraints());
        Attempt::Authentic(reasons)
    }

    /// The rules that this CA breaks, for this leaf or for every one.
    fn ca_reasons(&self, ca: &LoadedCa) -> ReasonSet {
        ca_rules::violations(&ca.ca, || self.policies(), self.options, self.now)
    }

    /// The reasons of a leaf whose issuer is the name of no CA: also its algorithm, where no key of a CA can fit it.
    fn leaf_reasons_without_candidate(&self) -> ReasonSet {
        let identifier = self.certificate.signature_algorithm();
        match self.certificate.algorithms_agree().then(|| self.why_no_algorithm(identifier)) {
            Some(Reason::SignatureAlgorithmUnsupported) => {
                self.leaf_reasons.with(Reason::SignatureAlgorithmUnsupported)
            }
            _ => self.leaf_reasons,
        }
    }

    fn policies(&self) -> Policies {
        *self.policies.get_or_init(|| self.certificate.policies())
    }

    /// An algorithm that fits another kind of key does not fit this CA's; any other is not accepted at all.
    fn why_no_algorithm(&self, identifier: &[u8]) -> Reason {
        match is_known(self.cas, identifier) {
            true => Reason::SignatureAlgorithmMismatch,
            false => Reason::SignatureAlgorithmUnsupported,
        }
    }

    fn look_for_intermediate(
        &self,
        presented: &[&[u8]],
        refusal: &mut Refusal,
        budget: &mut SignatureBudget,
    ) {
        if let Some(found) =
            chain::direct_issuer(self.cas, self.options, self.certificate, presented, self.now, budget)
        {
            refusal.intermediate = Some(found);
            refusal.reasons = refusal.reasons.without(Reason::NoMatchingCa).with(Reason::NotDirectlySigned);
        }
    }

    /// The seconds in which this same SUCCESS holds, both ends included.
    fn window(&self, ca: &LoadedCa) -> (u64, u64) {
        let (mut from, mut until) = self.certificate.validity();
        if !self.options.ignore_ca_validity {
            let (ca_from, ca_until) = ca.ca.certificate().validity();
            (from, until) = (from.max(ca_from), until.min(ca_until));
        }
        // A leaf that is accepted is valid from 1970 on or later.
        (u64::try_from(from).unwrap_or(0), u64::try_from(until).unwrap_or(0))
    }
}

/// Our reasons, or webpki's where we have none. Which name webpki stops at depends on the other faults; a list of reasons
/// must not.
fn or_webpki_reason(found: ReasonSet, error: &webpki::Error) -> ReasonSet {
    match found.is_empty() {
        true => found.with(Reason::from(error)),
        false => found,
    }
}

/// Of several candidates that all failed, the reason that says most: a signature that was checked and did
/// not hold, then an algorithm that fits none of the keys.
fn why_no_candidate(failures: ReasonSet) -> Reason {
    const BY_WEIGHT: [Reason; 4] = [
        Reason::TooManyCandidates,
        Reason::SignatureInvalid,
        Reason::SignatureAlgorithmMismatch,
        Reason::SignatureAlgorithmUnsupported,
    ];
    BY_WEIGHT.into_iter().find(|reason| failures.contains(*reason)).unwrap_or(Reason::SignatureInvalid)
}
