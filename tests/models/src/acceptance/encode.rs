//! A certificate with faults, and the CAs that it may have.

use std::sync::LazyLock;

use issuedby::Verifier;
use issuedby_generator::algorithm::{Algorithm, Hash};
use issuedby_generator::certificate::{Certificate, assemble};
use issuedby_generator::extension::{DIGITAL_SIGNATURE, Extension, KEY_AGREEMENT, dns, ip};
use issuedby_generator::name::Name;
use issuedby_generator::time::{Instant, Time};
use issuedby_generator::{der, key, oid};

use super::fault::{Fault, Faults, Options};
use crate::toy_signature::{self, GENUINE};

/// 2026-06-01T00:00:00Z.
const NOW: Instant = Instant(1_780_272_000);

/// The second after 9999.
const NO_TIME: Instant = Instant(253_402_300_800);

const YEAR: i64 = 365 * 86_400;

const POLICY: &str = "1.3.6.1.4.1.32473.7";
const ANY_POLICY: &str = "2.5.29.32.0";

struct Keys {
    client: Vec<u8>,
    weak: Vec<u8>,
    other: Vec<u8>,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys {
    client: key::p256_client().public(),
    weak: key::rsa1024_weak().public(),
    other: key::foreign_public("ed448"),
});

/// The time of the check.
pub(super) fn check_time(faults: Faults) -> Instant {
    if faults.has(Fault::CheckTimeInvalid) { NO_TIME } else { NOW }
}

/// The CA certificate, DER. It asks for a policy other than anyPolicy, permits addresses in 10.0.0.0/8, and has a
/// constraint on hosts that cannot be evaluated.
pub(super) fn ca(faults: Faults) -> Vec<u8> {
    let certificate = toy_signature::ca([
        Extension::new(oid::POLICY_CONSTRAINTS, der::sequence(&[der::implicit(0, &[0])])),
        Extension::new(oid::INHIBIT_ANY_POLICY, der::integer(&[0])),
        Extension::name_constraints(&[ip(&[10, 0, 0, 0, 255, 0, 0, 0])], &[dns("*.example.test")]),
    ]);
    let (from, until) = if faults.has(Fault::CaExpired) {
        (NOW.plus(-2 * YEAR), NOW.plus(-1))
    } else if faults.has(Fault::CaNotYetValid) {
        (NOW.plus(1), NOW.plus(YEAR))
    } else {
        (NOW, NOW)
    };
    toy_signature::sign(&Certificate {
        not_before: Time::At(from),
        not_after: Time::At(until),
        ..certificate
    })
}

/// Verifiers with each CA and each option.
pub(super) struct Verifiers(Vec<(Options, [Verifier; 3])>);

impl Verifiers {
    /// Loads the CAs.
    ///
    /// # Errors
    ///
    /// The reason for which a CA cannot be loaded.
    pub(super) fn new() -> Result<Self, String> {
        let with = |fault| Faults::default().with(fault).unwrap_or_default();
        let of = |options: Options, faults| {
            toy_signature::verifier(&ca(faults)).map(|verifier| {
                verifier
                    .require_client_auth_eku(options.require_client_auth_eku)
                    .ignore_ca_validity(options.ignore_ca_validity)
                    .allow_unusual_serial(options.allow_unusual_serial)
            })
        };
        let all = Options::all().map(|options| {
            let cas = [
                of(options, Faults::default())?,
                of(options, with(Fault::CaExpired))?,
                of(options, with(Fault::CaNotYetValid))?,
            ];
            Ok((options, cas))
        });
        all.collect::<Result<_, String>>().map(Self)
    }

    /// The one with this CA and these options.
    pub(super) fn of(&self, faults: Faults, options: Options) -> &Verifier {
        let (_, [valid, expired, not_yet]) =
            self.0.iter().find(|(other, _)| *other == options).expect("all options are there");
        if faults.has(Fault::CaExpired) {
            expired
        } else if faults.has(Fault::CaNotYetValid) {
            not_yet
        } else {
            valid
        }
    }
}

/// The leaf, DER. `variant` chooses among the ways to have, or not to have, a fault.
pub(super) fn leaf(faults: Faults, variant: usize) -> Vec<u8> {
    let has = |fault| faults.has(fault);
    let algorithm = if has(Fault::AlgorithmOfOtherKey) {
        Algorithm::ecdsa(Hash::Sha256).identifier
    } else if has(Fault::AlgorithmUnknown) {
        Algorithm::pkcs1(Hash::Sha1).identifier
    } else {
        Algorithm::ed25519().identifier
    };
    let certificate = certificate(faults, variant);
    let inside = if has(Fault::AlgorithmsDiffer) {
        Algorithm::ecdsa(Hash::Sha256).identifier
    } else {
        algorithm.clone()
    };
    let mut signature = GENUINE;
    if has(Fault::SignatureWrong) {
        signature[variant % 64] ^= 1;
    }
    let mut leaf = assemble(&certificate.signed_part(&inside), &algorithm, &signature);
    if has(Fault::TrailingData) {
        leaf.push(0);
    }
    leaf
}

fn certificate(faults: Faults, variant: usize) -> Certificate {
    let has = |fault| faults.has(fault);
    let public_key = if has(Fault::KeyTooWeak) {
        &KEYS.weak
    } else if has(Fault::KeyOfOtherKind) {
        &KEYS.other
    } else {
        &KEYS.client
    };
    let mut certificate = Certificate::new(subject(faults), public_key.clone(), Name::Raw(issuer(faults)));
    if has(Fault::Version1) {
        certificate.version = Vec::new();
    } else if has(Fault::Version2) {
        certificate.version = Certificate::version(2);
    }
    certificate.serial = serial(faults, variant);
    // The first and the last second count.
    let later = [0, 1, YEAR][variant % 3];
    certificate.not_before =
        Time::At(if has(Fault::NotYetValid) { NOW.plus(1 + later) } else { NOW.plus(-later) });
    certificate.not_after =
        Time::At(if has(Fault::Expired) { NOW.plus(-1 - later) } else { NOW.plus(later) });
    if has(Fault::UniqueIdentifier) {
        certificate.unique_identifiers = der::implicit([1, 2][variant % 2], &[0, 7]);
    }
    certificate.extensions = extensions(faults);
    certificate
}

fn serial(faults: Faults, variant: usize) -> Vec<u8> {
    let of_size = |size: usize, first: u8| [vec![first], vec![0x5a; size - 1]].concat();
    if faults.has(Fault::SerialNegative) {
        of_size([1, 2, 20][variant % 3], 0x80)
    } else if faults.has(Fault::SerialZero) {
        vec![0]
    } else if faults.has(Fault::SerialTopBitSet) {
        [vec![0], of_size(20, 0x80)].concat()
    } else if faults.has(Fault::SerialTooLong) {
        of_size([21, 22, 40][variant % 3], 1)
    } else {
        of_size([1, 2, 20][variant % 3], 0x7f)
    }
}

fn subject(faults: Faults) -> Name {
    if faults.has(Fault::SubjectMalformed) {
        // An RDN without attributes.
        Name::Raw(der::sequence(&[der::set::<&[u8]>(&[])]))
    } else if faults.has(Fault::SubjectTooLarge) {
        Name::Raw(too_large())
    } else {
        Name::example("client-1")
    }
}

fn issuer(faults: Faults) -> Vec<u8> {
    if faults.has(Fault::IssuerOther) {
        Name::example("another-ca").to_der()
    } else if faults.has(Fault::IssuerMalformed) {
        Name::example("example-ca").retagged(der::BMP_STRING).to_der()
    } else if faults.has(Fault::IssuerEmpty) {
        Name::empty().to_der()
    } else if faults.has(Fault::IssuerTooLarge) {
        too_large()
    } else {
        Name::example("example-ca").to_der()
    }
}

/// A name with one RDN more than the limit.
fn too_large() -> Vec<u8> {
    let attributes = vec![Name::attribute("CN", "x"); issuedby::limits::MAX_RDNS + 1];
    Name::Attributes(attributes).to_der()
}

fn extensions(faults: Faults) -> Vec<Extension> {
    let has = |fault| faults.has(fault);
    let mut extensions = Vec::new();
    let usage = if has(Fault::NoDigitalSignature) { KEY_AGREEMENT } else { DIGITAL_SIGNATURE };
    extensions.push(Extension::key_usage(usage));
    if !has(Fault::PurposeAbsent) {
        let purposes: &[&str] = if has(Fault::PurposeServerAlone) {
            &[oid::SERVER_AUTH]
        } else if has(Fault::PurposeAnyAlone) {
            &[oid::ANY_EXTENDED_KEY_USAGE]
        } else {
            &[oid::SERVER_AUTH, oid::CLIENT_AUTH]
        };
        extensions.push(Extension::extended_key_usage(purposes));
    }
    if has(Fault::IsCa) {
        extensions.push(Extension::ca());
    }
    if !has(Fault::PoliciesAbsent) {
        let policy = if has(Fault::PolicyAnyAlone) { ANY_POLICY } else { POLICY };
        let policies = der::sequence(&[der::sequence(&[der::object_identifier(policy)])]);
        let policies = Extension::new(oid::CERTIFICATE_POLICIES, policies);
        extensions.push(if has(Fault::PoliciesCritical) { policies.critical() } else { policies });
    }
    let mut names = vec![ip(&[10, 0, 0, 1])];
    if has(Fault::NameOutside) {
        names.push(ip(&[192, 0, 2, 1]));
    }
    if has(Fault::NameUnsupported) {
        names.push(dns("host.example.test"));
    }
    if has(Fault::NameUnreadable) {
        names.push(ip(&[10, 0, 0]));
    }
    extensions.push(Extension::subject_alternative_names(&names));
    if has(Fault::UnknownCriticalExtension) {
        extensions.push(Extension::unknown(1).critical());
    }
    if has(Fault::DuplicateExtension) {
        extensions.extend([Extension::unknown(2), Extension::unknown(2)]);
    }
    if has(Fault::TooManyExtensions) {
        extensions.extend((3..80).map(Extension::unknown));
    }
    if has(Fault::Malformed) {
        // A BOOLEAN that is neither 00 nor FF.
        extensions.push(Extension { critical: der::element(der::BOOLEAN, &[1]), ..Extension::unknown(90) });
    }
    extensions
}
