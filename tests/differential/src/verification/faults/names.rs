//! Faults of issuer and subject (RFC 5280 sections 4.1.2.4 and 4.1.2.6).

use super::Fault;
use super::name_kinds::{WELL_FORMED, Write, common_name, country, to_der};
use super::name_values::MALFORMED;

pub(super) fn faults() -> Vec<Fault> {
    let kinds = WELL_FORMED.iter().map(|kind| (kind, 7)).chain(MALFORMED.iter().map(|kind| (kind, 4)));
    let mut faults: Vec<_> = kinds.flat_map(|(kind, weight)| everywhere(kind, weight)).collect();
    faults.push(
        Fault::new("issuer-unrelated", "issuer", |pair, _| {
            pair.leaf.issuer = to_der(&vec![country("DE"), common_name("Somebody")]);
        })
        .weighing(30),
    );
    faults.push(
        Fault::new("issuer-is-subject", "issuer", |pair, _| pair.leaf.issuer = to_der(&pair.client_name))
            .weighing(10),
    );
    faults.push(
        Fault::new("subject-is-issuer", "subject", |pair, _| pair.leaf.subject = to_der(&pair.ca_name))
            .weighing(10),
    );
    faults
}

/// The kind in the subject of the leaf, in its issuer alone, in the CA's subject alone, and in both alike.
fn everywhere(&(kind, write): &(&'static str, Write), weight: usize) -> [Fault; 4] {
    [
        Fault::new(format!("subject-{kind}"), "subject", move |pair, _| {
            pair.leaf.subject = write(&pair.client_name);
        })
        .weighing(weight),
        Fault::new(format!("issuer-{kind}"), "issuer", move |pair, _| {
            pair.leaf.issuer = write(&pair.ca_name);
        })
        .weighing(weight),
        Fault::new(format!("ca-subject-{kind}"), "issuer", move |pair, _| {
            pair.cas[0].draft.subject = write(&pair.ca_name);
        })
        .weighing(weight.div_ceil(2) + 1),
        Fault::new(format!("both-{kind}"), "issuer", move |pair, _| {
            let name = write(&pair.ca_name);
            pair.leaf.issuer.clone_from(&name);
            for ca in &mut pair.cas {
                ca.draft.subject.clone_from(&name);
            }
        })
        .weighing(weight.div_ceil(2) + 1),
    ]
}
