//! The tables, and the steps from one format to the next.

use rusqlite::Transaction;

/// What `PRAGMA application_id` says of a registry: `isby`.
pub(super) const APPLICATION_ID: i64 = 0x6973_6279;

/// The steps that make each format of the one before. A registry of format N has had the first N of them; a step is
/// never changed once it was released.
const MIGRATIONS: &[&str] = &[FORMAT_1];

/// The latest format.
pub(super) const FORMAT: i64 = 1;
const _: () = assert!(MIGRATIONS.len() == 1, "FORMAT is the number of migrations");

/// Keys of accounts are never used again, so that a row can never pass to another account. Names sort by octets,
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

/// Brings a registry of format `found` to the latest, inside the caller's transaction.
pub(super) fn migrate(transaction: &Transaction<'_>, found: i64) -> rusqlite::Result<()> {
    let done = usize::try_from(found).unwrap_or(0);
    for step in MIGRATIONS.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", FORMAT)
}
