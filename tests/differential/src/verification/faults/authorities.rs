//! Several CAs: with one name and other keys, renewed, expired, beside CAs of other names and CAs that cannot be loaded.

use issuedby_generator::der;
use issuedby_generator::extension::Extension;
use issuedby_test_support::Random;

use super::name_kinds::{common_name, to_der};
use super::{Entries, Fault};
use crate::verification::draft::CA_KEYS;
use crate::verification::pair::{Authority, NOW, Pair, time};

/// CAs beside the issuer of the leaf.
const BESIDE: Entries<fn(&Pair, &mut Random) -> Authority> = &[
    ("other-name", |pair, random| other(pair, random)),
    ("same-name-other-key", |pair, random| twin(pair, random)),
    ("renewed", |pair, _| {
        let mut ca = same(pair);
        ca.draft.serial = der::integer(&[2]);
        ca.draft.not_after = time(NOW + 86_400 * 9_000);
        ca
    }),
    ("expired", |pair, _| {
        let mut ca = same(pair);
        ca.draft.not_after = time(NOW - 1);
        ca
    }),
    ("not-yet-valid", |pair, _| {
        let mut ca = same(pair);
        ca.draft.not_before = time(NOW + 1);
        ca
    }),
    ("identical", |pair, _| same(pair)),
    ("no-ca", |pair, _| {
        let mut ca = same(pair);
        ca.draft.set_extension(Extension::new("2.5.29.19", der::sequence::<[u8; 0]>(&[])));
        ca
    }),
    ("constrained", |pair, _| {
        let mut ca = same(pair);
        let base = issuedby_generator::extension::dns("nowhere.example");
        ca.draft.set_extension(Extension::name_constraints(&[base], &[]));
        ca
    }),
    ("asks-for-policy", |pair, _| {
        let mut ca = same(pair);
        let explicit = der::sequence(&[der::implicit(0, &[0])]);
        ca.draft.set_extension(Extension::new("2.5.29.36", explicit).critical());
        ca
    }),
    ("weak-key", |pair, _| {
        let mut ca = same(pair);
        ca.draft.public_key = issuedby_generator::key::rsa1024_weak().public();
        ca
    }),
    ("unreadable", |pair, _| {
        let mut ca = same(pair);
        ca.draft.on_certificate.push(Box::new(|whole| whole.truncate(100)));
        ca
    }),
    ("name-in-other-case", |pair, _| {
        let mut ca = same(pair);
        ca.draft.subject.make_ascii_uppercase();
        ca
    }),
    ("other-key-identifier", |pair, random| {
        let mut ca = twin(pair, random);
        ca.draft.set_extension(Extension::subject_key_identifier((pair.signer.key)()));
        ca
    }),
];

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for &(tag, make) in BESIDE {
        for (order, first) in [("before", true), ("behind", false)] {
            let apply = move |pair: &mut Pair, random: &mut Random| {
                let ca = make(pair, random);
                place(pair, ca, first);
            };
            let tag = format!("cas-{tag}-{order}");
            faults.push(Fault::new(tag, "cas", apply).weighing(9));
        }
    }
    faults.push(
        Fault::new("cas-six", "cas", |pair, random| {
            for _ in 0..5 {
                let (_, make) = BESIDE[random.below(BESIDE.len())];
                let ca = make(pair, random);
                let first = random.below(2) == 0;
                place(pair, ca, first);
            }
        })
        .weighing(40),
    );
    faults.push(
        Fault::new("cas-issuer-not-loaded", "cas", |pair, random| {
            pair.cas.push(other(pair, random));
            pair.cas.remove(0);
        })
        .weighing(15),
    );
    faults.push(
        Fault::new("cas-issuer-replaced-by-twin", "cas", |pair, random| {
            pair.cas = vec![twin(pair, random), twin(pair, random)];
        })
        .weighing(20),
    );
    faults.push(
        Fault::new("cas-issuer-twice-expired", "cas", |pair, _| {
            let mut again = same(pair);
            again.draft.not_after = time(NOW - 60);
            pair.cas[0].draft.not_after = time(NOW - 1);
            pair.cas.push(again);
        })
        .weighing(15),
    );
    faults
}

/// Puts a CA before the others or behind them. The faults that follow go into the first one.
fn place(pair: &mut Pair, ca: Authority, first: bool) {
    match first {
        true => pair.cas.insert(0, ca),
        false => pair.cas.push(ca),
    }
}

/// Another certificate of the CA that signs.
fn same(pair: &Pair) -> Authority {
    Authority::new(&pair.ca_name, pair.signer)
}

/// A CA with the name of the issuer and another key.
fn twin(pair: &Pair, random: &mut Random) -> Authority {
    let start = random.below(CA_KEYS.len());
    let others = (0..CA_KEYS.len()).map(|index| CA_KEYS[(start + index) % CA_KEYS.len()]);
    let key = others.into_iter().find(|key| key.key as usize != pair.signer.key as usize);
    Authority::new(&pair.ca_name, key.expect("there are several keys"))
}

/// A CA with another name.
fn other(_: &Pair, random: &mut Random) -> Authority {
    let key = CA_KEYS[random.below(CA_KEYS.len())];
    let mut ca = Authority::new(&vec![common_name("other-ca")], key);
    ca.draft.issuer = to_der(&vec![common_name("root")]);
    ca
}
