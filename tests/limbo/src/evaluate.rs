//! A case, as issuedby answers it.

use issuedby::{CaCertificate, CaSet, Reason, UnixTime, Verdict, Verifier, check_time, pem};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::result::{ActualResult, Results, TestcaseResult};
use crate::suite::{Suite, Testcase};

/// The answers to all cases of a suite.
///
/// # Errors
///
/// A time that is not RFC 3339, or text that is not PEM of one certificate: the suite is not well-formed then.
pub fn suite(suite: &Suite) -> Result<Results, String> {
    let results = suite.testcases.iter().map(case).collect::<Result<_, _>>()?;
    Ok(Results { version: 1, harness: "issuedby".to_owned(), results })
}

/// The answer to one case.
///
/// # Errors
///
/// As [`suite`].
pub fn case(case: &Testcase) -> Result<TestcaseResult, String> {
    let (actual_result, context) = match beyond_one_hop(case) {
        Some(why) => (ActualResult::Skipped, Some(why.to_owned())),
        None => verify(case).map_err(|error| format!("{}: {error}", case.id))?,
    };
    Ok(TestcaseResult { id: case.id.clone(), actual_result, context })
}

/// The reason for which a case cannot be evaluated, if any.
fn beyond_one_hop(case: &Testcase) -> Option<&'static str> {
    let has = |feature: &str| case.features.iter().any(|known| known == feature);
    let reasons = [
        (case.validation_kind != "CLIENT", "certificates of clients alone are verified"),
        (
            has("max-chain-depth") || case.max_chain_depth.is_some(),
            "a path has one hop, and no depth to choose",
        ),
        (has("has-crl") || !case.crls.is_empty(), "revocation is not checked"),
        (!case.expected_peer_names.is_empty(), "a client is not expected to have a name"),
        (!case.signature_algorithms.is_empty(), "signature algorithms are those of the provider"),
        (!case.key_usage.is_empty(), "the required key usage is digitalSignature"),
        (case.extended_key_usage.iter().any(|usage| usage != "clientAuth"), "the purpose is clientAuth"),
    ];
    reasons.into_iter().find_map(|(applies, why)| applies.then_some(why))
}

fn verify(case: &Testcase) -> Result<(ActualResult, Option<String>), String> {
    let (mut cas, mut unfit) = (Vec::new(), Vec::new());
    for text in &case.trusted_certs {
        match CaCertificate::from_der(&der(text)?) {
            Ok(ca) => cas.push(ca),
            Err(error) => unfit.push(format!("trusted CA: {}", error.reason().code())),
        }
    }
    let cas = CaSet::new(cas).map_err(|error| error.to_string())?;
    let verifier = Verifier::new(cas);
    let leaf = der(&case.peer_certificate)?;
    let chain = case.untrusted_intermediates.iter().map(|text| der(text)).collect::<Result<Vec<_>, _>>()?;
    let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
    let verdict = verifier.evaluate_with_chain(Some(&leaf), time(case)?, &chain);
    Ok(answer(&verdict, !chain.is_empty(), unfit))
}

fn answer(verdict: &Verdict<'_>, chain: bool, unfit: Vec<String>) -> (ActualResult, Option<String>) {
    let indirect = matches!(verdict.reason(), Some(Reason::NoMatchingCa | Reason::NotDirectlySigned));
    if verdict.verified() {
        (ActualResult::Success, None)
    } else if indirect && chain && unfit.is_empty() {
        (ActualResult::Skipped, Some("the path needs an intermediate, and one hop is verified".to_owned()))
    } else {
        let codes = verdict.reasons().map(|entry| entry.reason.code().to_owned());
        let codes: Vec<String> = unfit.into_iter().chain(codes).collect();
        (ActualResult::Failure, Some(codes.join(", ")))
    }
}

fn der(text: &str) -> Result<Vec<u8>, String> {
    pem::single_certificate(text.as_bytes()).map_err(|error| error.to_string())
}

fn time(case: &Testcase) -> Result<UnixTime, String> {
    let time = match &case.validation_time {
        Some(text) => OffsetDateTime::parse(text, &Rfc3339).map_err(|error| format!("`{text}`: {error}"))?,
        None => OffsetDateTime::now_utc(),
    };
    Ok(check_time(time.unix_timestamp()))
}
