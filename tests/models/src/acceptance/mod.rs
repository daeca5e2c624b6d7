//! Acceptance: SUCCESS where no rule is broken, else every reason (ARCHITECTURE, "Acceptance", "After a refusal").

mod encode;
mod fault;
mod reference;

use std::collections::BTreeSet;

use issuedby::{Reason, Status};
use issuedby_test_support::Random;
use pki_types::CertificateDer;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use self::encode::Verifiers;
pub use self::fault::{Fault, Faults, Options};
use self::reference::expected;
use crate::{Bound, check_time, expect_same, toy_signature};

/// The faults of which every subset is checked, those of the command after those of the test.
const EVERY_SUBSET: [Fault; 19] = [
    Fault::Expired,
    Fault::IsCa,
    Fault::PurposeServerAlone,
    Fault::NoDigitalSignature,
    Fault::UnknownCriticalExtension,
    Fault::SerialNegative,
    Fault::SubjectMalformed,
    Fault::NameOutside,
    Fault::CaExpired,
    Fault::PoliciesAbsent,
    Fault::SignatureWrong,
    Fault::IssuerOther,
    Fault::TrailingData,
    Fault::DuplicateExtension,
    Fault::UniqueIdentifier,
    Fault::KeyTooWeak,
    Fault::AlgorithmsDiffer,
    Fault::CheckTimeInvalid,
    Fault::NameUnreadable,
];

/// Checks every subset of the commonest faults; and every few of all faults with every option.
///
/// # Errors
///
/// The first set of faults about which code and reference disagree.
pub fn exhaustive(bound: Bound) -> Result<usize, String> {
    let verifiers = Verifiers::new()?;
    let (common, few) = match bound {
        Bound::Test => (13, 2),
        Bound::Command => (EVERY_SUBSET.len(), 3),
    };
    Ok(every_subset(&verifiers, &EVERY_SUBSET[..common])? + every_few(&verifiers, few)?)
}

/// Every subset; and no fault takes away what was said without it, but for what ARCHITECTURE lets it replace.
fn every_subset(verifiers: &Verifiers, faults: &[Fault]) -> Result<usize, String> {
    let subset = |bits: usize| {
        let chosen = faults.iter().enumerate().filter(|(place, _)| bits & (1 << place) != 0);
        chosen.fold(Faults::default(), |set, (_, fault)| set.with(*fault).unwrap_or(set))
    };
    let subsets = 1 << faults.len();
    let said: Vec<BTreeSet<Reason>> = (0..subsets)
        .map(|bits| check(verifiers, subset(bits), Options::default(), 0))
        .collect::<Result<_, _>>()?;
    for (place, fault) in faults.iter().enumerate() {
        let replaced = reference::replaced_by(*fault);
        for bits in (0..subsets).filter(|bits| bits & (1 << place) == 0) {
            let with = &said[bits | 1 << place];
            if let Some(lost) = said[bits].difference(with).find(|reason| !replaced.contains(reason)) {
                return Err(format!(
                    "{fault:?} takes away {lost} from {:?}",
                    subset(bits).iter().collect::<Vec<_>>()
                ));
            }
        }
    }
    Ok(subsets)
}

/// Every set of at most so many faults, with every option, in three variants.
fn every_few(verifiers: &Verifiers, most: usize) -> Result<usize, String> {
    let mut cases = 0;
    let mut sets = vec![(Faults::default(), 0)];
    while let Some((set, next)) = sets.pop() {
        for options in Options::all() {
            for variant in 0..3 {
                check(verifiers, set, options, variant)?;
                cases += 1;
            }
        }
        if set.iter().count() < most {
            let more =
                (next..Fault::ALL.len()).filter_map(|place| Some((set.with(Fault::ALL[place])?, place + 1)));
            sets.extend(more);
        }
    }
    Ok(cases)
}

/// Checks so many random sets of faults, from none to one in every field, that follow from the seed.
///
/// # Errors
///
/// The first set of faults about which code and reference disagree.
pub fn random(seed: u64, cases: u64) -> Result<u64, String> {
    let verifiers = Verifiers::new()?;
    let options: Vec<Options> = Options::all().collect();
    let mut random = Random::new(seed);
    let mut done = 0;
    for number in 0..cases {
        let mut faults = Faults::default();
        for _ in 0..random.pick(&[0, 1, 2, 3, 5, 8, 13, 40]) {
            faults = faults.with(random.pick(&Fault::ALL)).unwrap_or(faults);
        }
        check(&verifiers, faults, random.pick(&options), random.below(64))
            .map_err(|error| format!("acceptance, seed {seed}, case {number}: {error}"))?;
        done += 1;
    }
    Ok(done)
}

/// Compares a verdict with the reference, and a SUCCESS with bare webpki; returns the reasons.
fn check(
    verifiers: &Verifiers,
    faults: Faults,
    options: Options,
    variant: usize,
) -> Result<BTreeSet<Reason>, String> {
    let context = || format!("{:?} with {options:?}, variant {variant}", faults.iter().collect::<Vec<_>>());
    let leaf = encode::leaf(faults, variant);
    let verifier = verifiers.of(faults, options);
    let now = check_time(encode::check_time(faults));
    let verdict = verifier.evaluate(Some(&leaf), now);
    let reference = expected(faults, options);

    let list: Vec<Reason> = verdict.reasons().map(|entry| entry.reason).collect();
    // In table order, each once: as a set gives them.
    expect_same("the reasons", &list, &reference.reasons.iter().copied().collect(), context)?;
    let status = if reference.reasons.is_empty() { Status::Success } else { Status::Failed };
    expect_same("the status", &verdict.status(), &status, context)?;
    expect_same("`verify`", &verifier.verify(&leaf, now).is_ok(), &(status == Status::Success), context)?;
    let authenticated: BTreeSet<bool> = verdict.reasons().map(|entry| entry.authenticated).collect();
    let all_or_none = list.iter().map(|_| reference.is_authentic).collect();
    expect_same("`authenticated`", &authenticated, &all_or_none, context)?;
    let has_checked = verdict.signature_checks() > 0;
    expect_same("the signature checks", &has_checked, &reference.checks_signature, context)?;
    expect_same("the certificate", &verdict.certificate().is_some(), &reference.has_certificate, context)?;
    if status == Status::Success {
        webpki_accepts(&leaf, &encode::ca(faults), now)
            .map_err(|error| format!("webpki: {error}, for {}", context()))?;
    }
    Ok(reference.reasons)
}

/// Bare webpki, with the CA as it stands: nothing of ours between them.
fn webpki_accepts(leaf: &[u8], ca: &[u8], now: issuedby::UnixTime) -> Result<(), webpki::Error> {
    let (leaf, ca) = (CertificateDer::from(leaf), CertificateDer::from(ca));
    let anchors = [anchor_from_trusted_cert(&ca)?];
    EndEntityCert::try_from(&leaf)?
        .verify_for_usage(&toy_signature::ALGORITHMS, &anchors, &[], now, KeyUsage::client_auth(), None, None)
        .map(|_| ())
}
