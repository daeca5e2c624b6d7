//! The tables, and the steps from one format to the next.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, Transaction};

use crate::generation::Incarnation;

/// The `PRAGMA application_id` of a registry: `isby`.
pub(super) const APPLICATION_ID: i64 = 0x6973_6279;

/// The steps that make each format of the one before. A registry of format N has had the first N of them; a step is
/// never changed once it was released.
const MIGRATIONS: &[&str] = &[FORMAT_1, FORMAT_2];

/// The latest format.
pub(super) const FORMAT: i64 = 2;
const _: () = assert!(MIGRATIONS.len() == 2, "FORMAT is the number of migrations");

/// Keys of accounts are never used again, so that a row can never pass to another account. Names sort by bytes,
/// which is SQLite's own order. `subject_hash` is the SHA-256 of the subject's normal form.
const FORMAT_1: &str = "
    CREATE TABLE registry (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        generation INTEGER NOT NULL
    ) STRICT;
    INSERT INTO registry (one, generation) VALUES (1, 0);

    CREATE TABLE account (
        key INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        generation INTEGER NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE ca_certificate (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        account INTEGER NOT NULL REFERENCES account (key) ON DELETE CASCADE,
        name TEXT NOT NULL,
        der BLOB NOT NULL,
        subject TEXT NOT NULL,
        subject_hash BLOB NOT NULL CHECK (length(subject_hash) = 32),
        sha256_fingerprint BLOB NOT NULL CHECK (length(sha256_fingerprint) = 32),
        not_before INTEGER NOT NULL,
        not_after INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        UNIQUE (account, name),
        UNIQUE (account, sha256_fingerprint)
    ) STRICT;
    CREATE INDEX ca_certificate_by_subject ON ca_certificate (account, subject_hash);

    CREATE TABLE domain (
        name TEXT NOT NULL PRIMARY KEY,
        account INTEGER NOT NULL REFERENCES account (key) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('custom', 'managed')),
        state TEXT NOT NULL CHECK (state IN ('active', 'pending')),
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX domain_by_account ON domain (account, name);
";

/// The columns that distinguish two histories of a registry: see [`Generation`](crate::Generation). The incarnation is
/// written by [`migrate`] and by [`renew`].
const FORMAT_2: &str = "
    ALTER TABLE registry ADD COLUMN incarnation BLOB NOT NULL DEFAULT x'';
    ALTER TABLE registry ADD COLUMN change INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE account ADD COLUMN change INTEGER NOT NULL DEFAULT 0;
";

/// Gives the registry a new incarnation, inside the caller's transaction: what was known of it is no longer so.
pub(super) fn renew(transaction: &Transaction<'_>, incarnation: Incarnation) -> rusqlite::Result<()> {
    transaction.execute("UPDATE registry SET incarnation = ?1", [incarnation.as_bytes().as_slice()])?;
    Ok(())
}

/// Brings a registry of format `found` to the latest, inside the caller's transaction.
pub(super) fn migrate(
    transaction: &Transaction<'_>,
    found: i64,
    incarnation: Incarnation,
) -> rusqlite::Result<()> {
    let done = usize::try_from(found).unwrap_or(0);
    for step in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    renew(transaction, incarnation)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", FORMAT)
}

/// A table, an index, a trigger or a view, as `sqlite_schema` describes it.
#[derive(Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Object {
    kind: String,
    pub(super) name: String,
    table: String,
    /// The statement that makes it; none for an index that SQLite makes for a constraint.
    sql: Option<String>,
}

impl Object {
    /// The query whose rows [`Self::read`] reads.
    pub(super) const SELECT: &str = "SELECT type, name, tbl_name, sql FROM sqlite_schema";

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { kind: row.get(0)?, name: row.get(1)?, table: row.get(2)?, sql: row.get(3)? })
    }
}

/// The schema of a registry in the latest format: that of one which was just made.
pub(super) fn expected() -> rusqlite::Result<BTreeSet<Object>> {
    let mut connection = Connection::open_in_memory()?;
    let transaction = connection.transaction()?;
    migrate(&transaction, 0, Incarnation::default())?;
    transaction.prepare(Object::SELECT)?.query_map((), Object::read)?.collect()
}
