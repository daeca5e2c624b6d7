//! The cost of the registry with 100 000 CA certificates in 10 000 accounts, as a ratio to a nearly empty one and to
//! the bare write that the disk must take.
//!
//! `cargo bench -p issuedby-benches --bench registry`; `-- --passes 9` for a quick look. Filling takes half a minute.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use issuedby::{CaCertificate, check_time};
use issuedby_benches::Comparison;
use issuedby_registry::{
    AccountName, CaName, CertId, DomainKind, DomainName, NewCaCertificate, Registry, SqliteRegistry,
};
use issuedby_test_support::certificates::CaMaker;

const FEW_ACCOUNTS: u32 = 10;
const MANY_ACCOUNTS: u32 = 10_000;
const CAS_AN_ACCOUNT: u32 = 10;
/// The CAs of one account that has many.
const CAS_OF_LARGE: u32 = 2_000;

fn main() {
    let passes = passes();
    let folder = tempfile::tempdir().expect("a folder");
    let few = RefCell::new(Bench::new(folder.path(), FEW_ACCOUNTS));
    let many = RefCell::new(Bench::new(folder.path(), MANY_ACCOUNTS));
    let bytes = fs::metadata(folder.path().join(MANY_ACCOUNTS.to_string())).map_or(0, |file| file.len());
    println!("{} CAs: {} bytes each", MANY_ACCOUNTS * CAS_AN_ACCOUNT, bytes / 100_000);

    writes(&few, &many, folder.path(), passes);
    reads(&few, &many, passes);
    lists(&many, passes);
}

fn passes() -> usize {
    let arguments: Vec<String> = std::env::args().collect();
    let position = arguments.iter().position(|argument| argument == "--passes");
    position.and_then(|found| arguments.get(found + 1)?.parse().ok()).unwrap_or(101)
}

/// A filled registry on the disk, and what is asked of it in turn.
struct Bench {
    registry: SqliteRegistry,
    maker: CaMaker,
    accounts: u32,
    ids: Vec<CertId>,
    turn: u32,
}

impl Bench {
    /// Filled where nothing waits for a disk, if there is such a place, and then moved to the disk.
    fn new(folder: &Path, accounts: u32) -> Self {
        let filled = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        let (source, target) = (filled.path().join("registry"), folder.join(accounts.to_string()));
        let mut ids = Vec::new();
        let maker = CaMaker::new();
        let mut registry = SqliteRegistry::open_or_create(&source).expect("a registry");
        for number in 0..CAS_AN_ACCOUNT {
            for account in 0..accounts {
                let new = certificate(&maker, account, number);
                ids.push(registry.create_ca_certificate(&new).expect("free").id);
            }
        }
        for account in 0..accounts {
            let added =
                registry.add_domain(&account_name(account), &domain(account), DomainKind::Managed, now());
            added.expect("free");
        }
        for number in 0..CAS_OF_LARGE {
            let mut new = certificate(&maker, number, number);
            new.account = large();
            registry.create_ca_certificate(&new).expect("free");
        }
        drop(registry);
        fs::copy(source, &target).expect("room on the disk");
        let registry = SqliteRegistry::open(&target).expect("a registry");
        Self { registry, maker, accounts, ids, turn: 0 }
    }

    /// Another account each time, far from the last.
    fn next(&mut self) -> u32 {
        self.turn += 1;
        self.turn.wrapping_mul(7_919) % self.accounts
    }

    fn create(&mut self) -> CertId {
        let account = self.next();
        let new = certificate(&self.maker, account, CAS_AN_ACCOUNT + self.turn);
        self.registry.create_ca_certificate(&new).expect("free").id
    }

    fn describe(&mut self) -> usize {
        let account = self.next();
        let id = &self.ids[account as usize];
        self.registry.ca_certificate(&account_name(account), id).expect("there").der.len()
    }

    fn snapshot(&mut self) -> usize {
        let account = self.next();
        self.registry.snapshot(&domain(account)).expect("an answer").expect("active").cas().len()
    }

    fn generation_at(&mut self) -> bool {
        let account = self.next();
        self.registry.generation_at(&domain(account)).expect("an answer").is_some()
    }

    /// The bytes of the first `count` certificates of an account.
    fn list(&mut self, account: &AccountName, count: usize) -> usize {
        let (mut seen, mut bytes) = (0, 0);
        let listed = self.registry.for_each_ca_certificate(account, &mut |record| {
            seen += 1;
            bytes += record.der.len();
            if seen == count { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        listed.expect("the account is there");
        bytes
    }
}

fn writes(few: &RefCell<Bench>, many: &RefCell<Bench>, folder: &Path, passes: usize) {
    let mut file = File::create(folder.join("limit")).expect("a file");
    // The rows and indexes that a certificate touches have about a dozen pages; each goes to the journal and to the file.
    const PAGES: usize = 24;
    let pages = vec![7; PAGES * 4_096];
    let limit = "limit: as many bytes appended and synced";
    let few_name = format!("create among {} CAs", FEW_ACCOUNTS * CAS_AN_ACCOUNT);
    let many_name = format!("create among {} CAs", MANY_ACCOUNTS * CAS_AN_ACCOUNT);
    let mut comparison = Comparison::default();
    comparison.reference(limit, || {
        file.write_all(&pages).and_then(|()| file.sync_data()).expect("room on the disk");
    });
    comparison.against(limit, &few_name, || few.borrow_mut().create());
    comparison.against(&few_name, &many_name, || many.borrow_mut().create());
    comparison.report("writes, each synced (goal: flat, below 5 ms)", passes);
}

fn reads(few: &RefCell<Bench>, many: &RefCell<Bench>, passes: usize) {
    type Ask = fn(&mut Bench) -> usize;
    let asks: [(&str, Ask); 4] = [
        ("describe", Bench::describe),
        ("snapshot of one domain", Bench::snapshot),
        ("generation of one domain", |bench| bench.generation_at().into()),
        ("generation of the registry", |bench| {
            usize::try_from(bench.registry.generation().expect("an answer").number()).unwrap_or(0)
        }),
    ];
    let mut comparison = Comparison::default();
    for (name, ask) in asks {
        let reference = format!("{name}, few CAs");
        comparison.reference(&reference, move || ask(&mut few.borrow_mut()));
        comparison.against(&reference, &format!("{name}, {MANY_ACCOUNTS} accounts"), move || {
            ask(&mut many.borrow_mut())
        });
    }
    comparison.report("reads (goal: flat, below 1 ms)", passes);
}

fn lists(many: &RefCell<Bench>, passes: usize) {
    let whole = format!("list all {CAS_OF_LARGE} CAs of an account");
    let mut comparison = Comparison::default();
    comparison.reference(&whole, || many.borrow_mut().list(&large(), usize::MAX));
    comparison.against(&whole, "list the first of them", || many.borrow_mut().list(&large(), 1));
    comparison.against(&whole, "list the first 100", || many.borrow_mut().list(&large(), 100));
    comparison.against(&whole, "list all 10 of another", || {
        let mut bench = many.borrow_mut();
        let account = account_name(bench.next());
        bench.list(&account, usize::MAX)
    });
    comparison.report("lists (goal: what is shown is what it costs)", passes);
}

fn certificate(maker: &CaMaker, account: u32, number: u32) -> NewCaCertificate {
    let ca = CaCertificate::from_der(&maker.make(number, account)).expect("a fit CA");
    let name = CaName::parse(&format!("ca{number}")).expect("a name");
    NewCaCertificate::new(account_name(account), name, ca, now()).expect("an identifier")
}

fn account_name(number: u32) -> AccountName {
    AccountName::parse(&format!("account-{number}")).expect("a name")
}

fn large() -> AccountName {
    AccountName::parse("large").expect("a name")
}

fn domain(number: u32) -> DomainName {
    DomainName::parse(&format!("d{number}.gateway.example")).expect("a domain")
}

fn now() -> issuedby_registry::UnixTime {
    check_time(1_800_000_000)
}
