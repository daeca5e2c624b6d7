//! A registry in a folder of its own, for what happens to its file.

use std::fs;
use std::path::{Path, PathBuf};

use issuedby_registry::{
    CertId, DomainKind, Generation, Incarnation, NewCaCertificate, Registry, RegistryError, Restore,
    SqliteRegistry,
};
use tempfile::TempDir;

use super::certificates::ca;
use super::{account, at, ca_name, certificates_of, domain_name};

/// A folder with a registry in it, whose account `acme` has one CA, of one domain.
pub(crate) struct Place {
    folder: TempDir,
    pub(crate) id: CertId,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut registry =
            SqliteRegistry::open_or_create(folder.path().join("registry")).expect("a registry");
        let id = create(&mut registry, "acme", 1);
        registry
            .add_domain(&account("acme"), &domain_name("a.example"), DomainKind::Managed, at(3))
            .expect("free");
        Self { folder, id }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn registry(&self) -> SqliteRegistry {
        open(&self.path("registry"))
    }

    pub(crate) fn delete(&self) {
        self.registry().delete_ca_certificate(&account("acme"), &self.id).expect("it is there");
    }

    pub(crate) fn restore(&self, backup: &str) -> Result<Generation, RegistryError> {
        let incarnation = Incarnation::random().expect("randomness");
        let restore = Restore::prepare(&self.path(backup), &self.path("registry"), incarnation)?;
        restore.apply().map(|restored| restored.generation)
    }

    pub(crate) fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).expect("a folder");
        let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        let mut names: Vec<_> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

pub(crate) fn open(path: &Path) -> SqliteRegistry {
    SqliteRegistry::open(path).expect("a registry")
}

pub(crate) fn create(registry: &mut dyn Registry, whose: &str, number: u32) -> CertId {
    let name = ca_name(&format!("ca{number}"));
    let new = NewCaCertificate::new(account(whose), name, ca(number, 0), at(0)).expect("an identifier");
    registry.create_ca_certificate(&new).expect("free").id
}

pub(crate) fn count(registry: &mut dyn Registry) -> usize {
    certificates_of(registry, &account("acme")).expect("the account is there").len()
}

pub(crate) fn generation(registry: &mut dyn Registry) -> Generation {
    registry.generation().expect("a generation")
}
