//! An account in the tables, the registry's own row, and how much there is.

use issuedby::UnixTime;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Transaction};

use super::check::Counts;
use super::operation_error::OperationError;
use super::row;
use crate::account::AccountName;
use crate::closest_name::closest_name;
use crate::error::RegistryError;
use crate::generation::Generation;
use crate::limits::MAX_ACCOUNTS_COMPARED;

/// An account that is there.
pub(super) struct Account {
    pub(super) key: i64,
    pub(super) name: AccountName,
    pub(super) generation: Generation,
}

impl Account {
    pub(super) fn find(
        transaction: &Transaction<'_>,
        name: &AccountName,
    ) -> Result<Option<Self>, OperationError> {
        let mut statement = prepared(
            transaction,
            "SELECT account.key, registry.incarnation, account.generation, account.change FROM account JOIN registry \
             WHERE account.name = ?1",
        )?;
        let found = statement.query_row([name.as_str()], |row| {
            Ok(Self { key: row.get(0)?, name: name.clone(), generation: row::generation(row, 1)? })
        });
        Ok(found.optional()?)
    }

    pub(super) fn existing(
        transaction: &Transaction<'_>,
        name: &AccountName,
    ) -> Result<Self, OperationError> {
        if let Some(account) = Self::find(transaction, name)? {
            return Ok(account);
        }
        Err(RegistryError::UnknownAccount { account: name.clone(), closest_name: None }.into())
    }

    /// The account, which is made if it is not there.
    pub(super) fn made(
        transaction: &Transaction<'_>,
        name: &AccountName,
        now: UnixTime,
    ) -> Result<Self, OperationError> {
        if let Some(account) = Self::find(transaction, name)? {
            return Ok(account);
        }
        prepared(transaction, "INSERT INTO account (name, generation, created_at) VALUES (?1, 0, ?2)")?
            .execute((name.as_str(), row::seconds(now)))?;
        let key = transaction.last_insert_rowid();
        Ok(Self { key, name: name.clone(), generation: Generation::default() })
    }

    /// Gives the registry its next generation, and the account the same: something in it was changed.
    pub(super) fn changed(&self, transaction: &Transaction<'_>) -> Result<(), OperationError> {
        let (generation, change): (i64, i64) = prepared(
            transaction,
            "UPDATE registry SET generation = generation + 1, change = random() RETURNING generation, change",
        )?
        .query_row((), |row| Ok((row.get(0)?, row.get(1)?)))?;
        prepared(transaction, "UPDATE account SET generation = ?1, change = ?2 WHERE key = ?3")?
            .execute((generation, change, self.key))?;
        Ok(())
    }

    /// Removes it with all that it has.
    pub(super) fn remove(&self, transaction: &Transaction<'_>) -> Result<(), OperationError> {
        self.changed(transaction)?;
        // Its certificates and domains refer to it and go with it.
        prepared(transaction, "DELETE FROM account WHERE key = ?1")?.execute([self.key])?;
        Ok(())
    }
}

/// The existing account with the closest name, if one is close.
pub(super) fn closest_to(
    connection: &Connection,
    wanted: &AccountName,
) -> rusqlite::Result<Option<AccountName>> {
    Ok(closest_name(wanted, names(connection, MAX_ACCOUNTS_COMPARED)?))
}

/// The first names of accounts with a domain, in the order of their bytes.
pub(super) fn names_with_domains(connection: &Connection, limit: u32) -> rusqlite::Result<Vec<AccountName>> {
    let mut statement = prepared(
        connection,
        "SELECT name FROM account WHERE EXISTS (SELECT 1 FROM domain WHERE domain.account = account.key) \
         ORDER BY name LIMIT ?1",
    )?;
    let names = statement.query_map([limit], |row| row::parsed(row, 0, AccountName::parse))?;
    names.collect()
}

/// The first names of accounts in the order of their bytes.
pub(super) fn names(connection: &Connection, limit: u32) -> rusqlite::Result<Vec<AccountName>> {
    let mut statement = prepared(connection, "SELECT name FROM account ORDER BY name LIMIT ?1")?;
    let names = statement.query_map([limit], |row| row::parsed(row, 0, AccountName::parse))?;
    names.collect()
}

/// A statement, which a connection prepares once.
pub(super) fn prepared<'a>(
    connection: &'a Connection,
    statement: &str,
) -> rusqlite::Result<CachedStatement<'a>> {
    #[cfg(test)]
    super::tests::PREPARED.with_borrow_mut(|all| all.insert(statement.to_owned()));
    connection.prepare_cached(statement)
}

/// The generation of the whole registry.
pub(super) fn current_generation(connection: &Connection) -> Result<Generation, OperationError> {
    let mut statement = prepared(connection, "SELECT incarnation, generation, change FROM registry")?;
    Ok(statement.query_row((), |row| row::generation(row, 0))?)
}

/// The counts of accounts, CA certificates and domains.
pub(super) fn counts(transaction: &Transaction<'_>) -> Result<Counts, OperationError> {
    let all = |statement| {
        let rows: i64 = transaction.query_row(statement, (), |row| row.get(0))?;
        Ok::<_, OperationError>(rows.unsigned_abs())
    };
    Ok(Counts {
        accounts: all("SELECT count(*) FROM account")?,
        ca_certificates: all("SELECT count(*) FROM ca_certificate")?,
        domains: all("SELECT count(*) FROM domain")?,
    })
}

/// The number of rows that a `SELECT count(*)` finds.
pub(super) fn count(
    transaction: &Transaction<'_>,
    statement: &str,
    parameters: impl Params,
) -> Result<usize, OperationError> {
    let rows: i64 = prepared(transaction, statement)?.query_row(parameters, |row| row.get(0))?;
    Ok(usize::try_from(rows).unwrap_or(usize::MAX))
}
