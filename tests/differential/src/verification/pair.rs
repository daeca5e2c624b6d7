//! A leaf, the CAs beside it and everything else of a case, before the certificates are encoded.

use issuedby_generator::extension::{self, CRL_SIGN, DIGITAL_SIGNATURE, Extension, KEY_CERT_SIGN};
use issuedby_generator::time::{Instant, Time};
use issuedby_generator::{der, key, oid};
use issuedby_test_support::Random;

use super::case::{Case, Options};
use super::draft::{CA_KEYS, Draft, SigningKey};
use super::faults::name_kinds::{Rdns, common_name, country, organization, to_der};

/// The time of the check, unless it is the fault: 2027-01-15T08:00:00Z.
pub const NOW: i64 = 1_800_000_000;

/// A case that faults are put into.
pub struct Pair {
    /// The tags of what was put in.
    pub tags: Vec<&'static str>,
    /// The leaf.
    pub leaf: Draft,
    /// The CAs; the leaf names the first one as its issuer.
    pub cas: Vec<Authority>,
    /// The key that signs the leaf.
    pub signer: SigningKey,
    /// The name of the first CA, from which the faults of names start.
    pub ca_name: Rdns,
    /// The name of the client.
    pub client_name: Rdns,
    /// The time of the check.
    pub time: i64,
    /// The options.
    pub options: Options,
}

/// A CA certificate before it is encoded.
pub struct Authority {
    /// The certificate.
    pub draft: Draft,
    /// Its key.
    pub key: SigningKey,
}

/// A certificate that a fault is put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The leaf.
    Leaf,
    /// The CA that issued it.
    Ca,
}

impl Place {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Leaf, Self::Ca];

    /// The beginning of the tags.
    pub fn name(self) -> &'static str {
        match self {
            Self::Leaf => "leaf",
            Self::Ca => "ca",
        }
    }
}

impl Pair {
    /// A valid leaf and its CA. What differs between two of them has no influence on any verdict.
    pub fn valid(random: &mut Random) -> Self {
        // Ed25519 and P-256 sign fast, and pyca takes the second alone.
        let signer =
            CA_KEYS[random.pick(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 4])];
        let ca_name = vec![country("US"), organization("Example"), common_name("example-ca")];
        let client = random.pick(&["client-1", "client-2", "sensor", "A. Client"]);
        let client_name = vec![country("US"), organization("Example"), common_name(client)];
        let ca = Authority::new(&ca_name, signer);
        let client_key = if random.below(8) == 0 { key::rsa2048_client() } else { key::p256_client() };
        let mut leaf = Draft::new(to_der(&ca_name), to_der(&client_name), client_key.public());
        leaf.not_before = time(NOW - 86_400 * 30);
        leaf.not_after = time(NOW + random.pick(&[86_400, 86_400 * 365, 86_400 * 365 * 60]));
        leaf.serial = der::unsigned(&[1 + random.byte() % 0x7f, random.byte(), random.byte()]);
        leaf.extensions = vec![
            Extension::key_usage(DIGITAL_SIGNATURE),
            Extension::extended_key_usage(&[oid::CLIENT_AUTH]),
            Extension::subject_alternative_names(&[extension::dns("client.a.example")]),
            Extension::subject_key_identifier(client_key),
            Extension::authority_key_identifier((signer.key)()),
        ];
        let options = Options::default();
        Self { tags: Vec::new(), leaf, cas: vec![ca], signer, ca_name, client_name, time: NOW, options }
    }

    /// The draft in a place.
    pub fn at(&mut self, place: Place) -> &mut Draft {
        match place {
            Place::Leaf => &mut self.leaf,
            Place::Ca => &mut self.cas[0].draft,
        }
    }

    /// Encodes and signs.
    pub fn encode(self) -> Case {
        let mut tags = self.tags;
        let cas = self.cas.into_iter().map(|ca| ca.draft.sign_not(ca.key, &mut tags)).collect();
        let leaf = self.leaf.sign(self.signer, &mut tags);
        tags.push(self.signer.kind.tag());
        Case { cas, leaf, tags, time: self.time, options: self.options }
    }
}

impl Authority {
    /// A CA with this name and key, valid from 2020 to 2045.
    pub fn new(name: &Rdns, key: SigningKey) -> Self {
        let name = to_der(name);
        let mut draft = Draft::new(name.clone(), name, (key.key)().public());
        draft.not_before = Time::at("2020-01-01T00:00:00Z").to_der();
        draft.not_after = Time::at("2045-12-31T23:59:59Z").to_der();
        draft.extensions = vec![
            Extension::ca(),
            Extension::key_usage(KEY_CERT_SIGN | CRL_SIGN),
            Extension::subject_key_identifier((key.key)()),
        ];
        Self { draft, key }
    }
}

/// A Time, as RFC 5280 section 4.1.2.5 asks for it.
pub fn time(seconds: i64) -> Vec<u8> {
    Time::At(Instant(seconds)).to_der()
}
