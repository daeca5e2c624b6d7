//! Operations on the registry: SQLite answers as the model does, shows the same, counts a generation for each change and
//! for nothing else, and shows no account what another has.
//!
//! The input is operations of five bytes each. Both registries live as long as the process, and are emptied in between.
#![no_main]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::LazyLock;

use issuedby::{CaCertificate, check_time};
use issuedby_fuzz::builder::{certificate, is_a_ca};
use issuedby_fuzz::der::element;
use issuedby_fuzz::reader::Reader;
use issuedby_registry::{
    AccountName, CaCertificateRecord, CaName, CertId, DomainKind, DomainName, DomainRecord, MemoryRegistry,
    NewCaCertificate, Registry, RegistryError, SqliteRegistry,
};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

const ACCOUNTS: [&str; 3] = ["acme", "acne", "zenith"];
const NAMES: usize = 5;
const DOMAINS: usize = 5;
const MAX_OPERATIONS: usize = 40;

/// Certificates with two subjects, four of each.
static CAS: LazyLock<Vec<CaCertificate>> = LazyLock::new(|| {
    let numbers = (0..8).map(|number: u8| {
        let common_name = element(0x0c, &[b'a' + number % 2]);
        let attribute = element(0x30, &[b"\x06\x03\x55\x04\x03", &common_name[..]].concat());
        let subject = element(0x30, &element(0x31, &attribute));
        certificate(1 + number, &subject, &subject, &[is_a_ca()])
    });
    numbers.map(|der| CaCertificate::from_der(&der).expect("a CA")).collect()
});

struct Registries {
    sqlite: SqliteRegistry,
    model: MemoryRegistry,
    /// Identifiers are counted: each input finds new ones.
    identifiers: u64,
    _folder: TempDir,
}

thread_local! {
    static REGISTRIES: RefCell<Registries> = RefCell::new({
        // A file system in memory, where there is one: what is fuzzed is not the disk.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.expect("a folder");
        let sqlite = SqliteRegistry::open_or_create(folder.path().join("registry")).expect("a registry");
        Registries { sqlite, model: MemoryRegistry::new(), identifiers: 0, _folder: folder }
    });
}

/// The result of an operation.
#[derive(Debug, PartialEq)]
enum Answer {
    Certificate(Box<CaCertificateRecord>),
    Certificates(Vec<CaCertificateRecord>),
    Domain(DomainRecord),
    Nothing,
}

/// One operation with its arguments: bytes of the input, and identifiers that are drawn once for both registries.
struct Operation {
    kind: usize,
    account: AccountName,
    name: CaName,
    domain: DomainName,
    domain_kind: DomainKind,
    ca: CaCertificate,
    id: CertId,
    second: i64,
}

impl Operation {
    fn read(
        reader: &mut Reader<'_>,
        given_out: &mut Vec<CertId>,
        identifiers: &mut u64,
        second: i64,
    ) -> Self {
        let kind = reader.below(9);
        let account = AccountName::parse(ACCOUNTS[reader.below(ACCOUNTS.len())]).expect("a name");
        let label = reader.byte();
        let which = reader.byte();
        let is_new = kind == 0 || given_out.is_empty();
        let id = match is_new {
            true => new_identifier(identifiers),
            false => given_out[usize::from(which) % given_out.len()].clone(),
        };
        if is_new {
            given_out.push(id.clone());
        }
        Self {
            kind,
            account,
            name: CaName::parse(&format!("ca{}", usize::from(label) % NAMES)).expect("a name"),
            domain: domain(usize::from(label) % DOMAINS),
            domain_kind: if label & 0x80 == 0 { DomainKind::Custom } else { DomainKind::Managed },
            ca: CAS[reader.below(CAS.len())].clone(),
            id,
            second,
        }
    }

    fn run(&self, registry: &mut dyn Registry) -> Result<Answer, RegistryError> {
        let certificate = |record| Answer::Certificate(Box::new(record));
        let now = check_time(1_800_000_000 + self.second);
        let Self { account, name, domain, id, ca, .. } = self;
        match self.kind {
            0 => {
                let (id, account, name) = (id.clone(), account.clone(), name.clone());
                let new = NewCaCertificate { id, account, name, ca: ca.clone(), now };
                registry.create_ca_certificate(&new).map(certificate)
            }
            1 => registry.ca_certificate(account, id).map(certificate),
            2 => registry.rename_ca_certificate(account, id, name, now).map(certificate),
            3 => registry.delete_ca_certificate(account, id).map(certificate),
            4 => registry.add_domain(account, domain, self.domain_kind, now).map(Answer::Domain),
            5 => registry.activate_domain(account, domain, now).map(Answer::Domain),
            6 => registry.remove_domain(account, domain).map(Answer::Domain),
            7 => registry.ca_certificates_with_subject_of(account, ca).map(Answer::Certificates),
            _ => registry.remove_account(account).map(|()| Answer::Nothing),
        }
    }
}

fn new_identifier(identifiers: &mut u64) -> CertId {
    *identifiers += 1;
    let letters = (0..26).map(|place| match place {
        0..13 => char::from(b"abcdefghijklmnopqrstuvwxyz234567"[(*identifiers >> (5 * place)) as usize & 31]),
        _ => 'a',
    });
    CertId::parse(&format!("mtlsca_{}", letters.collect::<String>())).expect("an identifier")
}

fn domain(number: usize) -> DomainName {
    DomainName::parse(&format!("d{number}.example")).expect("a domain")
}

/// Everything that can be seen, account by account, and what each domain serves.
#[derive(Debug, PartialEq)]
struct Seen {
    accounts: Vec<Result<(Vec<CaCertificateRecord>, Vec<DomainRecord>), RegistryError>>,
    served: Vec<Option<(AccountName, u64, Vec<String>)>>,
    named: Vec<AccountName>,
    generation: u64,
}

impl Seen {
    fn of(registry: &mut dyn Registry) -> Self {
        let accounts = ACCOUNTS.map(|name| {
            let account = AccountName::parse(name).expect("a name");
            let (mut certificates, mut domains) = (Vec::new(), Vec::new());
            registry.for_each_ca_certificate(&account, &mut |record| {
                certificates.push(record);
                ControlFlow::Continue(())
            })?;
            registry.for_each_domain(&account, &mut |record| {
                domains.push(record);
                ControlFlow::Continue(())
            })?;
            Ok((certificates, domains))
        });
        let served = (0..DOMAINS).map(|number| {
            let snapshot = registry.snapshot(&domain(number)).expect("an answer")?;
            let generation = registry.generation_at(&domain(number)).expect("an answer");
            assert_eq!(generation, Some(snapshot.generation()));
            let ids = snapshot.cas().iter().filter_map(|ca| ca.id()).map(str::to_owned).collect();
            Some((snapshot.account().clone(), snapshot.generation().number(), ids))
        });
        Self {
            served: served.collect(),
            named: registry.accounts_with_domains(u32::MAX).expect("names"),
            generation: registry.generation().expect("a generation").number(),
            accounts: accounts.into(),
        }
    }

    fn check_isolation(&self) {
        let (mut ids, mut domains) = (BTreeSet::new(), BTreeSet::new());
        for (name, seen) in ACCOUNTS.iter().zip(&self.accounts) {
            let Ok((certificates, owned)) = seen else { continue };
            assert!(
                certificates.iter().all(|record| record.account.as_str() == *name && ids.insert(&record.id))
            );
            assert!(
                owned.iter().all(|record| record.account.as_str() == *name && domains.insert(&record.name))
            );
        }
        for (account, _, served) in self.served.iter().flatten() {
            let place = ACCOUNTS.iter().position(|name| *name == account.as_str()).expect("an account");
            let (own, _) = self.accounts[place].as_ref().expect("an account that serves is there");
            assert!(own.iter().map(|record| record.id.as_str()).eq(served.iter().map(String::as_str)));
        }
    }
}

impl Registries {
    fn empty(&mut self) {
        for name in ACCOUNTS {
            let account = AccountName::parse(name).expect("a name");
            assert_eq!(self.sqlite.remove_account(&account), self.model.remove_account(&account));
        }
    }

    fn run(&mut self, data: &[u8]) {
        self.empty();
        let mut reader = Reader::new(data);
        let mut given_out = Vec::new();
        let mut before = Seen::of(&mut self.model);
        let mut operations = 0;
        while !reader.is_empty() && operations < MAX_OPERATIONS as i64 {
            let operation = Operation::read(&mut reader, &mut given_out, &mut self.identifiers, operations);
            let answer = operation.run(&mut self.sqlite);
            assert_eq!(answer, operation.run(&mut self.model));
            operations += 1;

            let after = Seen::of(&mut self.model);
            let changed = after.accounts != before.accounts || after.served != before.served;
            assert_eq!(after.generation > before.generation, changed);
            assert!(answer.is_ok() || !changed);
            before = after;
        }
        // Reading costs most: what was answered alike is looked at once, in the end.
        let seen = Seen::of(&mut self.sqlite);
        assert_eq!(seen, before);
        seen.check_isolation();
    }
}

fuzz_target!(|data: &[u8]| REGISTRIES.with_borrow_mut(|registries| registries.run(data)));
