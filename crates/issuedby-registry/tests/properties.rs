//! Random operations over several accounts, on SQLite and on the model: every answer is the same, no account sees
//! what another has, and the generation grows with each change and with nothing else.

mod common;

use std::collections::BTreeSet;

use common::certificates::ca;
use common::{account, at, ca_name, certificates_of, domain_name, domains_of};
use issuedby_registry::{
    AccountName, CaCertificateRecord, CertId, DomainKind, DomainRecord, MemoryRegistry, NewCaCertificate,
    Registry, RegistryError, SqliteRegistry,
};
use proptest::prelude::*;

const ACCOUNTS: [&str; 3] = ["acme", "acne", "zenith"];

#[derive(Clone, Debug)]
enum Operation {
    Create { account: usize, name: u8, subject: u32, number: u32 },
    Describe { account: usize, which: prop::sample::Index },
    Rename { account: usize, which: prop::sample::Index, name: u8 },
    Delete { account: usize, which: prop::sample::Index },
    AddDomain { account: usize, domain: u8, kind: DomainKind },
    ActivateDomain { account: usize, domain: u8 },
    RemoveDomain { account: usize, domain: u8 },
    RemoveAccount { account: usize },
}

fn operation() -> impl Strategy<Value = Operation> {
    let account = 0..ACCOUNTS.len();
    let (name, domain, index) = (0..5_u8, 0..5_u8, any::<prop::sample::Index>());
    let kind = prop_oneof![Just(DomainKind::Custom), Just(DomainKind::Managed)];
    prop_oneof![
        6 => (account.clone(), name.clone(), 0..2_u32, 0..4_u32).prop_map(|(account, name, subject, number)| {
            Operation::Create { account, name, subject, number }
        }),
        2 => (account.clone(), index.clone())
            .prop_map(|(account, which)| Operation::Describe { account, which }),
        3 => (account.clone(), index.clone(), name)
            .prop_map(|(account, which, name)| Operation::Rename { account, which, name }),
        2 => (account.clone(), index).prop_map(|(account, which)| Operation::Delete { account, which }),
        4 => (account.clone(), domain.clone(), kind)
            .prop_map(|(account, domain, kind)| Operation::AddDomain { account, domain, kind }),
        2 => (account.clone(), domain.clone())
            .prop_map(|(account, domain)| Operation::ActivateDomain { account, domain }),
        2 => (account.clone(), domain)
            .prop_map(|(account, domain)| Operation::RemoveDomain { account, domain }),
        1 => account.prop_map(|account| Operation::RemoveAccount { account }),
    ]
}

/// The result of an operation.
#[derive(Debug, PartialEq)]
enum Answer {
    Certificate(Box<CaCertificateRecord>),
    Domain(DomainRecord),
    Nothing,
}

/// An operation with the identifiers that it uses: they are drawn once, for both registries.
struct Step<'a> {
    operation: &'a Operation,
    account: AccountName,
    id: CertId,
    time: i64,
}

impl Step<'_> {
    fn run(&self, registry: &mut dyn Registry) -> Result<Answer, RegistryError> {
        let certificate = |record| Answer::Certificate(Box::new(record));
        let Self { account, id, .. } = self;
        let now = at(self.time);
        match self.operation {
            Operation::Create { name, subject, number, .. } => {
                let (account, name) = (account.clone(), name_of(*name));
                let ca = ca(*subject, *number);
                registry
                    .create_ca_certificate(&NewCaCertificate { id: id.clone(), account, name, ca, now })
                    .map(certificate)
            }
            Operation::Describe { .. } => registry.ca_certificate(account, id).map(certificate),
            Operation::Rename { name, .. } => {
                registry.rename_ca_certificate(account, id, &name_of(*name), now).map(certificate)
            }
            Operation::Delete { .. } => registry.delete_ca_certificate(account, id).map(certificate),
            Operation::AddDomain { domain, kind, .. } => {
                registry.add_domain(account, &domain_of(*domain), *kind, now).map(Answer::Domain)
            }
            Operation::ActivateDomain { domain, .. } => {
                registry.activate_domain(account, &domain_of(*domain), now).map(Answer::Domain)
            }
            Operation::RemoveDomain { domain, .. } => {
                registry.remove_domain(account, &domain_of(*domain)).map(Answer::Domain)
            }
            Operation::RemoveAccount { .. } => registry.remove_account(account).map(|()| Answer::Nothing),
        }
    }
}

fn name_of(number: u8) -> issuedby_registry::CaName {
    ca_name(&format!("ca{number}"))
}

fn domain_of(number: u8) -> issuedby_registry::DomainName {
    domain_name(&format!("d{number}.example"))
}

impl Operation {
    fn account(&self) -> AccountName {
        let (Self::Create { account: number, .. }
        | Self::Describe { account: number, .. }
        | Self::Rename { account: number, .. }
        | Self::Delete { account: number, .. }
        | Self::AddDomain { account: number, .. }
        | Self::ActivateDomain { account: number, .. }
        | Self::RemoveDomain { account: number, .. }
        | Self::RemoveAccount { account: number }) = self;
        account(ACCOUNTS[*number])
    }

    /// A new identifier, or one that was given out, to whichever account.
    fn id(&self, given_out: &mut Vec<CertId>) -> CertId {
        let (Self::Describe { which, .. } | Self::Rename { which, .. } | Self::Delete { which, .. }) = self
        else {
            given_out.push(CertId::random().expect("randomness"));
            return given_out.last().expect("one was added").clone();
        };
        match given_out.is_empty() {
            true => CertId::random().expect("randomness"),
            false => which.get(given_out).clone(),
        }
    }
}

/// Everything that can be seen, account by account.
#[derive(Debug, PartialEq)]
struct Seen {
    accounts: Vec<SeenAccount>,
    generation: u64,
    served: Vec<Option<(AccountName, u64, Vec<String>)>>,
}

type SeenAccount = Result<(Vec<CaCertificateRecord>, Vec<DomainRecord>), RegistryError>;

impl Seen {
    fn of(registry: &mut dyn Registry) -> Self {
        let accounts = ACCOUNTS.map(|name| {
            Ok((certificates_of(registry, &account(name))?, domains_of(registry, &account(name))?))
        });
        // Those that have a domain are the ones that are named.
        let has_domain = |seen: &SeenAccount| seen.as_ref().is_ok_and(|(_, domains)| !domains.is_empty());
        let there: Vec<_> = ACCOUNTS.iter().zip(&accounts).filter(|(_, seen)| has_domain(seen)).collect();
        for limit in [0, 1, 2, u32::MAX] {
            let named = registry.accounts_with_domains(limit).expect("the names");
            let expected = there.iter().map(|(name, _)| account(name));
            assert!(named.into_iter().eq(expected.take(limit.try_into().expect("a size"))));
        }
        let generation = registry.generation().expect("a generation").number();
        let served = (0..5).map(|number| {
            let snapshot = registry.snapshot(&domain_of(number)).expect("an answer")?;
            let generation = registry.generation_at(&domain_of(number)).expect("an answer");
            assert_eq!(generation, Some(snapshot.generation()));
            let ids = snapshot.cas().iter().filter_map(|ca| ca.id()).map(str::to_owned).collect();
            Some((snapshot.account().clone(), snapshot.generation().number(), ids))
        });
        Self { served: served.collect(), accounts: accounts.into(), generation }
    }

    fn check_isolation(&self) {
        let (mut ids, mut domains) = (BTreeSet::new(), BTreeSet::new());
        for (name, seen) in ACCOUNTS.iter().zip(&self.accounts) {
            let Ok((certificates, owned)) = seen else { continue };
            for record in certificates {
                assert_eq!(record.account.as_str(), *name);
                assert!(ids.insert(record.id.as_str()), "{} is seen twice", record.id);
            }
            for record in owned {
                assert_eq!(record.account.as_str(), *name);
                assert!(domains.insert(record.name.as_str()), "{} is seen twice", record.name);
            }
        }
        for (whose, _, served) in self.served.iter().flatten() {
            let position = ACCOUNTS.iter().position(|name| *name == whose.as_str()).expect("an account");
            let (own, _) = self.accounts[position].as_ref().expect("an account that serves is there");
            assert!(own.iter().map(|record| record.id.as_str()).eq(served.iter().map(String::as_str)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sqlite_does_what_the_model_does(operations in prop::collection::vec(operation(), 1..60)) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut sqlite = SqliteRegistry::open_or_create(folder.path().join("registry")).expect("a registry");
        let mut model = MemoryRegistry::new();
        let mut given_out = Vec::new();
        let mut before = Seen::of(&mut model);
        for (time, operation) in (0..).zip(&operations) {
            let id = operation.id(&mut given_out);
            let step = Step { operation, account: operation.account(), id, time };
            let answer = step.run(&mut sqlite);
            prop_assert_eq!(&answer, &step.run(&mut model));

            let after = Seen::of(&mut sqlite);
            prop_assert_eq!(&after, &Seen::of(&mut model));
            after.check_isolation();
            let changed = after.accounts != before.accounts || after.served != before.served;
            match changed {
                true => prop_assert!(answer.is_ok() && after.generation > before.generation),
                false => prop_assert_eq!(after.generation, before.generation),
            }
            before = after;
        }
        // What was written is there for whoever comes later.
        drop(sqlite);
        let mut again = SqliteRegistry::open(folder.path().join("registry")).expect("a registry");
        prop_assert_eq!(&before, &Seen::of(&mut again));
    }
}
