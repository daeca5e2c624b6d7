//! A file of `--ca` beside the one to verify: were they exchanged, or is it the right CA and made wrongly?

use std::path::{Path, PathBuf};

use issuedby::{CaSet, Certificate, Verifier, check_time};

use crate::arguments::Verify;
use crate::ca_file;
use crate::failure::Failure;
use crate::shell::quoted_path;
use crate::source;
use crate::time;

/// The code of a file of `--ca` whose certificate is no CA's.
const NOT_A_CA: &str = "not_a_ca";

/// The codes of a CA's certificate that was made wrongly.
const UNFIT: [&str; 3] = [NOT_A_CA, "ca_key_cert_sign_missing", "ca_unsupported_version"];

/// The failures, of which that of a client's certificate in place of the CA's gets the command with both exchanged.
pub(super) fn named(arguments: &Verify, failures: Vec<Failure>) -> Vec<Failure> {
    match (&arguments.ca[..], &arguments.leaves[..], &failures[..]) {
        ([ca], [leaf], [failure]) if failure.code() == NOT_A_CA && has_as_issuer(ca, leaf) => {}
        ([ca], [leaf], [failure]) if UNFIT.contains(&failure.code()) && is_named_by(leaf, ca) => {
            let remedy = format!("it is the right CA, for {} has its name as the issuer", quoted_path(leaf));
            return failures.into_iter().map(|failure| failure.first_remedy(remedy.clone())).collect();
        }
        _ => return failures,
    }
    let files = |paths: &[PathBuf]| paths.iter().map(|path| quoted_path(path)).collect::<Vec<_>>().join(" ");
    let remedy = format!(
        "the files are exchanged, for the second is the CA that the first has as its issuer: issuedby verify --ca {} {}",
        files(&arguments.leaves),
        files(&arguments.ca)
    );
    failures.into_iter().map(|failure| failure.without_remedies().remedy(remedy.clone())).collect()
}

/// True if the certificate in the file has the CA in the other as its issuer.
fn has_as_issuer(client: &Path, ca: &Path) -> bool {
    if [client, ca].into_iter().any(source::is_standard_input) {
        return false;
    }
    let (Ok(ca), Ok(bytes)) = (ca_file::load_one(ca), source::read(client)) else { return false };
    let presented = source::presented(bytes);
    let Ok(cas) = CaSet::new([ca.clone()]) else { return false };
    let verifier = Verifier::new(cas);
    presented.clients.first().is_some_and(|(leaf, _)| {
        let verdict = verifier.evaluate(Some(leaf), check_time(time::now()));
        verdict.ca().is_some_and(|issuer| issuer.fingerprint() == ca.fingerprint())
    })
}

/// True if the issuer of the client's certificate is the subject of the other, whatever else is wrong with that.
fn is_named_by(client: &Path, ca: &Path) -> bool {
    if [client, ca].into_iter().any(source::is_standard_input) {
        return false;
    }
    let (Ok(client), Ok(ca)) = (source::read(client), source::read(ca)) else { return false };
    let (client, ca) = (source::presented(client), source::presented(ca));
    let (Some((client, _)), Some((ca, _))) = (client.clients.first(), ca.clients.first()) else {
        return false;
    };
    match (Certificate::from_der(client), Certificate::from_der(ca)) {
        (Ok(client), Ok(ca)) => match (client.issuer(), ca.subject()) {
            (Ok(issuer), Ok(subject)) => issuer == subject && client.der() != ca.der(),
            _ => false,
        },
        _ => false,
    }
}
