//! Writes to a registry that a test knows beforehand, so that it can say what must be there after any of them.

use std::ops::ControlFlow;

use issuedby::CaCertificate;
use issuedby_registry::{
    AccountName, CaCertificateRecord, CaName, CertId, DomainKind, DomainName, DomainRecord, NewCaCertificate,
    Registry, RegistryError, UnixTime,
};
use issuedby_test_support::certificates::CaMaker;

/// The account of [`step`].
pub fn account() -> AccountName {
    AccountName::parse("acme").expect("the name of an account")
}

/// The time of a write.
pub fn at(number: u32) -> UnixTime {
    issuedby::check_time(1_800_000_000 + i64::from(number))
}

/// The `number`th write of an endless sequence: of every five, two create, one renames, one deletes, one adds a
/// domain. Each changes something.
///
/// # Errors
///
/// [`RegistryError`] of the registry.
pub fn step(registry: &mut dyn Registry, number: u32) -> Result<(), RegistryError> {
    let domain = |number: u32| DomainName::parse(&format!("d{number}.example")).expect("a domain");
    match number % 5 {
        0 | 1 => create(registry, &account(), &name("ca", number), number, 0, id(number)),
        2 => registry
            .rename_ca_certificate(&account(), &id(number - 1), &name("new", number), at(number))
            .map(drop),
        3 => registry.delete_ca_certificate(&account(), &id(number - 3)).map(drop),
        _ if number.is_multiple_of(2) => {
            registry.add_domain(&account(), &domain(number), DomainKind::Custom, at(number)).map(drop)
        }
        // Five steps earlier there was one that was even.
        _ if number > 5 => registry.remove_domain(&account(), &domain(number - 5)).map(drop),
        _ => registry.add_domain(&account(), &domain(number), DomainKind::Managed, at(number)).map(drop),
    }
}

/// The CA certificate that the `number`th write deletes, if it deletes one.
pub fn deleted_by(number: u32) -> Option<CertId> {
    (number % 5 == 3).then(|| id(number - 3))
}

/// Creates the `which`th certificate of a subject.
///
/// # Errors
///
/// [`RegistryError`] of the registry.
pub fn create(
    registry: &mut dyn Registry,
    account: &AccountName,
    name: &CaName,
    subject: u32,
    which: u32,
    id: CertId,
) -> Result<(), RegistryError> {
    let ca = CaCertificate::from_der(&CaMaker::new().make(subject, which)).expect("a fit CA");
    let (account, name, now) = (account.clone(), name.clone(), at(subject));
    registry.create_ca_certificate(&NewCaCertificate { id, account, name, ca, now }).map(drop)
}

/// The name of a certificate.
pub fn name(kind: &str, number: u32) -> CaName {
    CaName::parse(&format!("{kind}{number}")).expect("a name")
}

/// Everything that an account has, and the generation of the registry.
pub type Contents = (Vec<CaCertificateRecord>, Vec<DomainRecord>, u64);

/// The contents of an account; empty where it is not there yet.
pub fn contents(registry: &mut dyn Registry, account: &AccountName) -> Contents {
    let (mut certificates, mut domains) = (Vec::new(), Vec::new());
    let generation = registry.generation().expect("a generation").number();
    if generation > 0 {
        let keep = registry.for_each_ca_certificate(account, &mut |record| {
            certificates.push(record);
            ControlFlow::Continue(())
        });
        keep.expect("the account is there");
        let keep = registry.for_each_domain(account, &mut |record| {
            domains.push(record);
            ControlFlow::Continue(())
        });
        keep.expect("the account is there");
    }
    (certificates, domains, generation)
}

/// The identifier of what the `number`th step creates.
fn id(number: u32) -> CertId {
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let letters = (0..26).map(|place| match number.checked_shr(place * 5) {
        Some(rest) => char::from(LETTERS[usize::try_from(rest % 32).expect("below 32")]),
        None => 'a',
    });
    CertId::parse(&format!("mtlsca_{}", letters.collect::<String>())).expect("an identifier")
}
