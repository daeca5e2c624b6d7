//! The check that everything in a registry is as this version would have written it.

use std::collections::BTreeSet;
use std::fmt;

use issuedby::{CaCertificate, Fingerprint};
use rusqlite::Row;

use super::account::prepared;
use super::certificates::subject_hash;
use super::operation_error::OperationError;
use super::row::{self, certificate_columns};
use super::schema::{self, Object};
use super::{SqliteRegistry, domains};
use crate::account::AccountName;
use crate::domain::DomainName;
use crate::error::RegistryError;
use crate::generation::Generation;
use crate::limits::MAX_DEFECTS;
use crate::quoted::Quoted;

/// The numbers of accounts, CA certificates and domains.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// Accounts, also those that have nothing any more.
    pub accounts: u64,
    /// CA certificates of all accounts.
    pub ca_certificates: u64,
    /// Domains of all accounts, active or pending.
    pub domains: u64,
}

/// The report of a check. Where the schema was altered nothing else was read: the generation and the counts are zero.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct CheckReport {
    /// The state that was checked.
    pub generation: Generation,
    /// The counts.
    pub counts: Counts,
    /// The defects, at most [`MAX_DEFECTS`].
    pub defects: Vec<Defect>,
}

impl CheckReport {
    /// The first defect for which the registry must not be used; those that only leave one CA out do not count.
    pub fn damage(&self) -> Option<&Defect> {
        self.defects.iter().find(|defect| defect.is_damage())
    }
}

/// Something in a registry that is not as this version would have written it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Defect {
    /// SQLite finds the file damaged.
    Damaged {
        /// The message of SQLite.
        detail: String,
    },
    /// A table, an index, a trigger or a view is missing, is not this program's, or has another definition.
    SchemaAltered {
        /// Its name.
        object: String,
    },
    /// A row refers to an account that is not there.
    AccountMissing {
        /// The table of the row.
        table: String,
    },
    /// The name or the generation of an account is malformed.
    AccountMalformed {
        /// The name as it stands.
        account: String,
    },
    /// The row of a CA certificate is malformed, or says other things than the certificate in it.
    CaCertificateAltered {
        /// The identifier as it stands.
        id: String,
        /// The difference.
        detail: String,
    },
    /// A CA certificate that this version does not take: edges leave it out.
    CaCertificateUnfit {
        /// The identifier.
        id: String,
        /// The reason.
        detail: String,
    },
    /// A domain is malformed or not in its normal form: no client ever finds it.
    DomainMalformed {
        /// The domain as it stands.
        domain: String,
    },
}

impl Defect {
    /// The stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Damaged { .. } => "registry_damaged",
            Self::SchemaAltered { .. } => "schema_altered",
            Self::AccountMissing { .. } => "account_missing",
            Self::AccountMalformed { .. } => "account_malformed",
            Self::CaCertificateAltered { .. } => "ca_certificate_altered",
            Self::CaCertificateUnfit { .. } => "ca_certificate_unfit",
            Self::DomainMalformed { .. } => "domain_malformed",
        }
    }

    /// True where something other than this program has changed the registry.
    pub fn is_damage(&self) -> bool {
        !matches!(self, Self::CaCertificateUnfit { .. })
    }

    /// The step that mends it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::CaCertificateUnfit { .. } => {
                "upload a CA certificate that is fit in its place, and delete it"
            }
            _ => "put a backup in its place",
        }
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged { detail } => write!(f, "the file is damaged: {}", Quoted(detail)),
            Self::SchemaAltered { object } => {
                write!(f, "found another definition of {} than this program's in the schema", Quoted(object))
            }
            Self::AccountMissing { table } => {
                write!(f, "a row of the table {} belongs to an account that is not there", Quoted(table))
            }
            Self::AccountMalformed { account } => write!(f, "the account {} is malformed", Quoted(account)),
            Self::CaCertificateAltered { id, detail } => {
                write!(f, "the CA certificate {} is not as it was uploaded: {detail}", Quoted(id))
            }
            Self::CaCertificateUnfit { id, detail } => {
                write!(f, "the CA certificate {} verifies no client: {detail}", Quoted(id))
            }
            Self::DomainMalformed { domain } => {
                write!(f, "the domain {} is malformed, or not in its normal form", Quoted(domain))
            }
        }
    }
}

impl SqliteRegistry {
    /// Checks everything: the schema, SQLite's own check of the file and of the references in it, then every account, CA certificate
    /// and domain. Who may write the file was checked when it was opened.
    ///
    /// # Errors
    ///
    /// [`RegistryError::Storage`] where it cannot be read to the end.
    pub fn check(&mut self) -> Result<CheckReport, RegistryError> {
        // Whatever else is read is computed by the schema.
        let altered = self.check_schema()?;
        if !altered.is_empty() {
            let (generation, counts) = Default::default();
            return Ok(CheckReport { generation, counts, defects: altered });
        }
        let mut defects = self.check_file()?;
        // Short transactions: writers wait for the end of each.
        let (generation, counts, accounts) = self.read(|transaction| {
            let generation = super::account::current_generation(transaction)?;
            let mut statement =
                prepared(transaction, "SELECT key, name, generation FROM account ORDER BY name")?;
            let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let accounts: Vec<(i64, String, i64)> = rows.collect::<Result<_, _>>()?;
            Ok((generation, super::account::counts(transaction)?, accounts))
        })?;
        let last = i64::try_from(generation.number()).unwrap_or(i64::MAX);
        for (key, name, changed_at) in accounts {
            if defects.len() >= MAX_DEFECTS {
                break;
            }
            match AccountName::parse(&name) {
                Ok(account) if changed_at <= last => {
                    defects.extend(self.check_certificates(key, &account)?);
                    defects.extend(self.check_domains(key)?);
                }
                _ => defects.push(Defect::AccountMalformed { account: name }),
            }
        }
        defects.truncate(MAX_DEFECTS);
        Ok(CheckReport { generation, counts, defects })
    }

    fn check_schema(&mut self) -> Result<Vec<Defect>, RegistryError> {
        self.read(|transaction| {
            let mut missing = schema::expected()?;
            let mut altered = BTreeSet::new();
            let mut statement = transaction.prepare(Object::SELECT)?;
            for object in statement.query_map((), Object::read)? {
                let object = object?;
                if !missing.remove(&object) {
                    altered.insert(object.name);
                }
                if altered.len() >= MAX_DEFECTS {
                    break;
                }
            }
            altered.extend(missing.into_iter().map(|object| object.name));
            let defects = altered.into_iter().take(MAX_DEFECTS);
            Ok(defects.map(|object| Defect::SchemaAltered { object }).collect())
        })
    }

    fn check_file(&mut self) -> Result<Vec<Defect>, RegistryError> {
        self.read(|transaction| {
            let mut defects = Vec::new();
            let mut integrity = transaction.prepare(&format!("PRAGMA integrity_check({MAX_DEFECTS})"))?;
            for line in integrity.query_map((), |row| row.get::<_, String>(0))? {
                match line? {
                    line if line == "ok" => {}
                    detail => defects.push(Defect::Damaged { detail }),
                }
            }
            let mut references = transaction.prepare("PRAGMA foreign_key_check")?;
            for table in references.query_map((), |row| row.get::<_, String>(0))?.take(MAX_DEFECTS) {
                defects.push(Defect::AccountMissing { table: table? });
            }
            Ok(defects)
        })
    }

    fn check_certificates(&mut self, key: i64, account: &AccountName) -> Result<Vec<Defect>, RegistryError> {
        const SELECT: &str = concat!(
            "SELECT ",
            certificate_columns!(),
            ", subject_hash FROM ca_certificate WHERE account = ?1"
        );
        let rows = self.read(|transaction| {
            let mut statement = prepared(transaction, SELECT)?;
            let rows = statement.query_map([key], |found| Ok(Certificate::read(found, account)))?;
            rows.collect::<Result<Vec<_>, _>>().map_err(OperationError::from)
        })?;
        Ok(rows.into_iter().filter_map(Certificate::defect).collect())
    }

    fn check_domains(&mut self, key: i64) -> Result<Vec<Defect>, RegistryError> {
        const SELECT: &str = "SELECT name, kind, state FROM domain WHERE account = ?1";
        self.read(|transaction| {
            let mut statement = prepared(transaction, SELECT)?;
            let mut rows = statement.query([key])?;
            let mut defects = Vec::new();
            while let Some(found) = rows.next()? {
                let domain: String = found.get(0)?;
                if DomainName::from_canonical(&domain).is_err() || domains::kind_and_state(found, 1).is_err()
                {
                    defects.push(Defect::DomainMalformed { domain });
                }
            }
            Ok(defects)
        })
    }
}

/// A row of the table of CA certificates.
struct Certificate {
    id: String,
    record: rusqlite::Result<(crate::record::CaCertificateRecord, Vec<u8>)>,
}

impl Certificate {
    fn read(found: &Row<'_>, account: &AccountName) -> Self {
        let id = found.get(0).unwrap_or_default();
        let record = row::certificate(found, account).and_then(|record| Ok((record, found.get(9)?)));
        Self { id, record }
    }

    fn defect(self) -> Option<Defect> {
        let Self { id, record } = self;
        let altered = |id, detail: &str| Some(Defect::CaCertificateAltered { id, detail: detail.to_owned() });
        let (record, hash) = match record {
            Ok(read) => read,
            Err(error) => return altered(id, &error.to_string()),
        };
        if Fingerprint::of(&record.der) != record.sha256_fingerprint {
            return altered(id, "the fingerprint is of another certificate");
        }
        let ca = match CaCertificate::from_der(&record.der) {
            Ok(ca) => ca,
            Err(error) => return Some(Defect::CaCertificateUnfit { id, detail: error.to_string() }),
        };
        if ca.subject().to_string() != record.subject || *hash != subject_hash(&ca) {
            return altered(id, "the subject is of another certificate");
        }
        if (ca.not_before(), ca.not_after()) != (record.not_before, record.not_after) {
            return altered(id, "the dates are of another certificate");
        }
        None
    }
}
