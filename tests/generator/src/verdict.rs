//! The exact text of a verdict, from the core: the one thing in the vectors that is not declared by hand.

use issuedby::{CaCertificate, CaSet, Verifier, check_time};

use crate::case::Case;

/// The core's verdict on a case, as JSON.
pub(crate) fn verdict_json(case: &Case) -> String {
    let cas = case.cas.iter().map(|ca| {
        let certificate = CaCertificate::from_der(&ca.der).expect("every CA of a case loads");
        match ca.id {
            Some(id) => certificate.with_id(id).expect("an identifier"),
            None => certificate,
        }
    });
    let verifier = Verifier::new(CaSet::new(cas).expect("every set of a case loads"))
        .require_client_auth_eku(case.require_client_auth_eku)
        .ignore_ca_validity(case.ignore_ca_validity)
        .allow_unusual_serial(case.allow_unusual_serial);
    let chain: Vec<&[u8]> = case.chain.iter().map(Vec::as_slice).collect();
    verifier.evaluate_with_chain(case.leaf.as_deref(), check_time(case.now.0), &chain).to_json()
}
