//! Server certificates with a name that an entry before has too.

use super::findings::{Findings, Kind};
use crate::observe::events;
use crate::tls::certificates::ServerCertificates;

static CERTIFICATE_SHADOWED: Kind =
    Kind::warning(events::CERTIFICATE_SHADOWED, "names in more than one `[[certificate]]`");

pub(super) fn check(certificates: &ServerCertificates, findings: &mut Findings) {
    for certificate in certificates.all() {
        for shadowed in &certificate.shadowed {
            findings.add(&CERTIFICATE_SHADOWED, || {
                let (name, used, unused) = (&shadowed.name, &shadowed.used, &certificate.file);
                let message = format!(
                    "found two `[[certificate]]` entries with the DNS name `{name}`: clients get `{used}`, the first one, and \
                     `{unused}` is not used for it"
                );
                (message, "remove the entry that is not meant, and restart the edge".to_owned())
            });
        }
    }
}
