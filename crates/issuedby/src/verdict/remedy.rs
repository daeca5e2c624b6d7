//! The remedy for a refused certificate, by its reason and the cause behind it.
//!
//! In the commands, upper-case names stand for the files of the reader: `CA.pem`, `CA.key`, `CLIENT.csr`, `CLIENT.pem`.

use super::algorithm::{self, Family};
use super::rekeyed::{self, KeyIdentifiers};
use super::time::{self, ClockFault};
use super::{Origin, Verdict};
use crate::certificate::{Certificate, SerialNumberDefect, key, signed};
use crate::reason::Reason;

pub(super) fn of_certificate(
    verdict: &Verdict<'_>,
    certificate: &Certificate<'_>,
    reason: Reason,
) -> &'static str {
    let (not_before, not_after) = certificate.validity();
    let now = signed(verdict.now);
    let special = match reason {
        Reason::NoMatchingCa => match verdict.refusal.origin {
            Some(Origin::SelfSigned | Origin::SelfIssued) => Some(SIGN_WITH_THE_CA),
            Some(Origin::SignedByReversed | Origin::Reversed) => Some(ISSUER_AS_THE_CA_HAS_IT),
            Some(Origin::SignedByNamedOtherwise) => Some(RENAMED_CA),
            None if certificate.is_ca() => Some(Reason::IsACa.remedy()),
            None => None,
        },
        Reason::SignatureInvalid if verdict.refusal.is_ca_altered => Some(DAMAGED_CA),
        Reason::SignatureInvalid => match rekeyed::key_identifiers(verdict, certificate) {
            KeyIdentifiers::Differ => Some(OTHER_KEY),
            KeyIdentifiers::Agree => Some(ALTERED),
            KeyIdentifiers::Unknown => None,
        },
        Reason::SignatureAlgorithmUnsupported => match algorithm::family(certificate) {
            Family::Pss => Some(PSS_SALT),
            Family::BrokenHash => Some(SIGN_WITH_SHA_256),
            Family::EcdsaWithParameters => Some(UPDATE_THE_SIGNER),
            Family::Other => None,
        },
        Reason::KeyUnsupported if key::is_restricted_to_pss(certificate.public_key_info()) => Some(PLAIN_RSA),
        Reason::IsACa if certificate.is_self_issued() => Some(SIGN_WITH_THE_CA),
        Reason::InvalidSerial if certificate.serial_number_defect() == Some(SerialNumberDefect::TooLong) => {
            Some(SHORT_SERIAL)
        }
        Reason::NotYetValid if not_after < not_before => Some(DATES_IN_RANGE),
        Reason::NotYetValid => clock_remedy(now, not_before),
        Reason::Expired if not_after < not_before => Some(DATES_IN_RANGE),
        Reason::Expired => match time::clock_fault(not_after, now) {
            Some(ClockFault::Years) => Some(RENEW_OR_SET_THE_CLOCK),
            _ => None,
        },
        Reason::CaNotYetValid => verdict.ca().and_then(|ca| clock_remedy(now, ca.certificate().validity().0)),
        _ => None,
    };
    special.unwrap_or_else(|| reason.remedy())
}

fn clock_remedy(now: i64, not_before: i64) -> Option<&'static str> {
    match time::clock_fault(now, not_before)? {
        ClockFault::TimeZone => Some(
            "the difference is nearly that of a time zone: perhaps local time was taken for UTC. Compare what `date -u` prints on the \
             CA's machine and on this one, and correct the wrong clock, or the program that writes local time into notBefore; else wait",
        ),
        ClockFault::Years => Some(
            "set the clock of this machine, if `date -u` prints a wrong year; else use the certificate that is valid now",
        ),
    }
}

/// `openssl req -x509` makes a self-signed CA. Without an extension, which -extfile gives, `openssl x509 -req` makes a
/// certificate of version 1.
const SIGN_WITH_THE_CA: &str = "present a certificate that your CA issued; to make one, sign a request with the CA: `openssl req -new -key CLIENT.key -subj \
    /CN=CLIENT -out CLIENT.csr && printf 'extendedKeyUsage = clientAuth\\n' > CLIENT.ext && openssl x509 -req -in CLIENT.csr \
    -CA CA.pem -CAkey CA.key -CAcreateserial -days 90 -extfile CLIENT.ext -out CLIENT.pem`";

const ISSUER_AS_THE_CA_HAS_IT: &str = "issue the certificate again with software that copies the subject of the CA's certificate as the \
    issuer, byte for byte, as `openssl x509 -req -CA CA.pem -CAkey CA.key` does";

const RENAMED_CA: &str = "ask your CA about that name: if it is its own, and all clients with it may pass, take the certificate with that \
    name from the CA too, and keep both until these are renewed; a CA that is renewed should keep its name and its key";

const OTHER_KEY: &str = "ask your CA whether the other key is its own. If it does not know that key, the certificate is a forgery: do \
    nothing for it. If it is an older or newer key of the CA, renew the client under the key of the certificate here; only if the CA itself \
    replaced its key on schedule, take its certificate with the other key from the CA too and keep both until all clients are renewed, and \
    never if that key was lost or stolen";

const ALTERED: &str = "ask the CA for the certificate that it issued with this serial number, and compare the SHA-256 fingerprints: where \
    they differ, use that one; where the CA issued none with this number, it is a forgery";

const DAMAGED_CA: &str = "take the CA's certificate from the CA again and use that file: `openssl verify -check_ss_sig -CAfile CA.pem \
    CA.pem` prints OK for one that is whole";

const PSS_SALT: &str = "issue the certificate again with a salt as long as the hash: add `-sha256 -sigopt rsa_padding_mode:pss -sigopt \
    rsa_pss_saltlen:digest` to the command `openssl x509 -req` that signs it; or with PKCS#1 v1.5, which is the default without `-sigopt`";

const SIGN_WITH_SHA_256: &str = "have the CA sign with SHA-256: the option `-sha256` of openssl, `-sigalg SHA256withRSA` (or \
    SHA256withECDSA) of keytool, or for AD CS `certutil -setreg ca\\csp\\CNGHashAlgorithm SHA256`; then issue the client's certificate again";

const UPDATE_THE_SIGNER: &str = "update the software that signs for the CA: it must write no parameters after an ECDSA algorithm (old JDKs \
    and HSM libraries write NULL)";

const SHORT_SERIAL: &str = "issue the certificate again with a positive serial number of at most 20 bytes: `-set_serial 0x$(openssl rand \
    -hex 16)` of `openssl x509 -req`";

const PLAIN_RSA: &str = "make the client's key as plain RSA, which may sign with PSS too: `openssl genpkey -algorithm RSA -pkeyopt \
    rsa_keygen_bits:3072`, in place of `-algorithm RSA-PSS`";

const DATES_IN_RANGE: &str = "issue the certificate again with an end after its begin, and one that the CA's software can write, such as 90 \
    days from now";

const RENEW_OR_SET_THE_CLOCK: &str =
    "renew the client's certificate; if it is not that old, set the clock of this machine (`date -u`)";
