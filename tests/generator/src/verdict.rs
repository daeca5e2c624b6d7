//! The exact text of a verdict, from the core: the one thing in the vectors that is not declared by hand.

use crate::case::Case;

/// The core's verdict on a case, as JSON; `None` while this crate is built without the feature `verdicts`.
#[cfg(not(feature = "verdicts"))]
pub(crate) fn verdict_json(_: &Case) -> Option<String> {
    None
}

/// The core's verdict on a case, as JSON.
#[cfg(feature = "verdicts")]
pub(crate) fn verdict_json(case: &Case) -> Option<String> {
    use issuedby::{CaCertificate, CaSet, UnixTime, Verifier};

    let cas = case.cas.iter().map(|ca| {
        let certificate = CaCertificate::from_der(&ca.der).expect("every CA of a case loads");
        match ca.id {
            Some(id) => certificate.with_id(id),
            None => certificate,
        }
    });
    let verifier = Verifier::new(CaSet::new(cas).expect("every set of a case loads"))
        .require_client_auth_eku(case.require_client_auth_eku)
        .ignore_ca_validity(case.ignore_ca_validity);
    let chain: Vec<&[u8]> = case.chain.iter().map(Vec::as_slice).collect();
    let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(case.now.0 as u64));
    Some(verifier.evaluate_with_chain(case.leaf.as_deref(), now, &chain).to_json())
}
