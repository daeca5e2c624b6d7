//! A file of `--ca` beside the one to verify: were they exchanged, or is it the right CA and made wrongly?

use std::path::{Path, PathBuf};

use issuedby::{CaSet, Certificate, Verifier};

use crate::arguments::Verify;
use crate::ca_file;
use crate::failure::Failure;
use crate::shell::quoted_path;
use crate::source;

/// The code of a file of `--ca` whose certificate is no CA's.
const NOT_A_CA: &str = "not_a_ca";

/// The codes of a CA's certificate that was made wrongly.
const UNFIT: [&str; 3] = [NOT_A_CA, "ca_key_cert_sign_missing", "ca_unsupported_version"];

/// The failures, of which that of a client's certificate in place of the CA's gets the command with both exchanged.
pub(super) fn named(arguments: &Verify, failures: Vec<Failure>) -> Vec<Failure> {
    match (&arguments.ca[..], &arguments.leaves[..], &failures[..]) {
        ([ca], [leaf], [failure])
            if failure.code() == NOT_A_CA && is_issued_by(ca, leaf) && ca_file::load_one(leaf).is_ok() => {}
        ([ca], [leaf], [failure]) if UNFIT.contains(&failure.code()) && is_issued_by(leaf, ca) => {
            let remedy = format!("it is the right CA: its key signed {}", quoted_path(leaf));
            return failures.into_iter().map(|failure| failure.first_remedy(remedy.clone())).collect();
        }
        _ => return failures,
    }
    let files = |paths: &[PathBuf]| paths.iter().map(|path| quoted_path(path)).collect::<Vec<_>>().join(" ");
    let remedy = format!(
        "the files are exchanged, for the second is the CA that issued the first: issuedby verify --ca {} {}",
        files(&arguments.leaves),
        files(&arguments.ca)
    );
    failures.into_iter().map(|failure| failure.without_remedies().remedy(remedy.clone())).collect()
}

/// True if the certificate in the first file was signed by the key in the second, which names it as its issuer's.
fn is_issued_by(client: &Path, ca: &Path) -> bool {
    if [client, ca].into_iter().any(source::is_standard_input) {
        return false;
    }
    let (Ok(client), Ok(ca)) = (source::read(client), source::read(ca)) else { return false };
    let (client, ca) = (source::presented(client), source::presented(ca));
    let (Some((client, _)), Some((ca, _))) = (client.clients.first(), ca.clients.first()) else {
        return false;
    };
    let has_its_name = match (Certificate::from_der(client), Certificate::from_der(ca)) {
        (Ok(client), Ok(ca)) => match (client.issuer(), ca.subject()) {
            (Ok(issuer), Ok(subject)) => issuer == subject && client.der() != ca.der(),
            _ => false,
        },
        _ => false,
    };
    has_its_name && CaSet::new([]).is_ok_and(|none| Verifier::new(none).is_signed_by(client, ca))
}
