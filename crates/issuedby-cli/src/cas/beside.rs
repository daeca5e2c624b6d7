//! A CA beside another one that it issued: clients of both pass, and often only those of one are meant to.

use std::collections::{HashMap, HashSet};

use issuedby::{CaSet, Verifier};

use super::{Ca, in_quotes};

/// The most signatures that are checked. Hundreds of CAs of one name are no bundle that somebody keeps.
const MAX_CHECKS: usize = 4_096;

/// The number of warnings that are shown.
const SHOWN: usize = 8;

/// One sentence for each CA that issued another one of them.
pub(super) fn warnings(cas: &[Ca]) -> Vec<String> {
    let Ok(no_cas) = CaSet::new([]) else { return Vec::new() };
    let verifier = Verifier::new(no_cas);
    let mut by_subject: HashMap<&[u8], Vec<&Ca>> = HashMap::new();
    for ca in cas {
        by_subject.entry(ca.ca.subject().normalized()).or_default().push(ca);
    }
    let mut checks = 0;
    let mut warnings = Vec::new();
    let mut warned = HashSet::new();
    for below in cas {
        let Ok(issuer) = below.ca.certificate().issuer() else { continue };
        let issuer = issuer.normal_form();
        // A CA that renews another has its name: they are meant to stand beside each other.
        if issuer.as_ref() == below.ca.subject().normalized() {
            continue;
        }
        for above in by_subject.get(issuer.as_ref()).into_iter().flatten() {
            // Another CA of that name may be the issuer of this one.
            if checks >= MAX_CHECKS || warned.contains(&above.ca.fingerprint()) {
                continue;
            }
            checks += 1;
            if verifier.is_signed_chain(&[below.ca.certificate().der(), above.ca.certificate().der()]) {
                warned.insert(above.ca.fingerprint());
                warnings.push(sentence(above, below));
            }
        }
    }
    if let Some(more @ 1..) = warnings.len().checked_sub(SHOWN) {
        warnings.truncate(SHOWN);
        warnings.push(format!("{more} more of these CAs issued others of them"));
    }
    warnings
}

fn sentence(above: &Ca, below: &Ca) -> String {
    format!(
        "{} (`{}`) issued {} (`{}`), which is given too: certificates that the first one itself issued to clients pass as well; \
         leave it out unless it signs clients directly",
        in_quotes(&above.source),
        above.ca.subject().to_utf8_string(),
        in_quotes(&below.source),
        below.ca.subject().to_utf8_string(),
    )
}
