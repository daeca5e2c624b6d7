//! CA certificates in the tables.

use issuedby::{CaCertificate, UnixTime};
use rusqlite::{OptionalExtension, Params, Transaction};
use sha2::{Digest, Sha256};

use super::account::{Account, count, prepared};
use super::operation_error::OperationError;
use super::row::{self, certificate_columns};
use crate::ca_name::CaName;
use crate::cert_id::CertId;
use crate::error::RegistryError;
use crate::limits::{MAX_CA_CERTIFICATES, MAX_CA_CERTIFICATES_WITH_SUBJECT};
use crate::record::{CaCertificateRecord, NewCaCertificate};

/// `SELECT` of whole certificates of one account, `?1`.
macro_rules! select {
    ($condition:literal) => {
        concat!("SELECT ", certificate_columns!(), " FROM ca_certificate WHERE account = ?1 ", $condition)
    };
}

pub(super) fn create(
    transaction: &Transaction<'_>,
    new: &NewCaCertificate,
) -> Result<CaCertificateRecord, OperationError> {
    let account = Account::made(transaction, &new.account, new.now)?;
    let fingerprint = new.ca.fingerprint();
    let by_fingerprint = select!("AND sha256_fingerprint = ?2");
    if let Some(twin) =
        one(transaction, &account, by_fingerprint, (account.key, fingerprint.as_bytes().as_slice()))?
    {
        let CaCertificateRecord { account, id: existing, name, .. } = twin;
        return Err(RegistryError::CertificateExists { account, existing, name }.into());
    }
    refuse_taken(transaction, &account, &new.name)?;
    let subject_hash = subject_hash(&new.ca);
    let same_subject = "SELECT count(*) FROM ca_certificate WHERE account = ?1 AND subject_hash = ?2";
    if count(transaction, same_subject, (account.key, subject_hash.as_slice()))?
        >= MAX_CA_CERTIFICATES_WITH_SUBJECT
    {
        let subject = new.ca.subject().to_string();
        return Err(RegistryError::TooManyWithSubject { account: account.name, subject }.into());
    }
    let all = "SELECT count(*) FROM ca_certificate WHERE account = ?1";
    if count(transaction, all, [account.key])? >= MAX_CA_CERTIFICATES {
        return Err(RegistryError::TooManyCaCertificates { account: account.name }.into());
    }

    let record = new.to_record();
    prepared(transaction, "INSERT INTO ca_certificate (id, account, name, der, subject, subject_hash, sha256_fingerprint, \
             not_before, not_after, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute((
            record.id.as_str(),
            account.key,
            record.name.as_str(),
            &record.der,
            &record.subject,
            subject_hash.as_slice(),
            fingerprint.as_bytes().as_slice(),
            row::seconds(record.not_before),
            row::seconds(record.not_after),
            row::seconds(record.created_at),
            row::seconds(record.updated_at),
        ))?;
    account.changed(transaction)?;
    Ok(record)
}

pub(super) fn find(
    transaction: &Transaction<'_>,
    account: &Account,
    id: &CertId,
) -> Result<CaCertificateRecord, OperationError> {
    let found = one(transaction, account, select!("AND id = ?2"), (account.key, id.as_str()))?;
    found.ok_or_else(|| {
        RegistryError::UnknownCaCertificate { account: account.name.clone(), id: id.clone() }.into()
    })
}

/// All certificates of an account, by name.
pub(super) fn all(
    transaction: &Transaction<'_>,
    account: &Account,
) -> Result<Vec<CaCertificateRecord>, OperationError> {
    let mut statement = prepared(transaction, select!("ORDER BY name"))?;
    let found = statement.query_map([account.key], |found| row::certificate(found, &account.name))?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn with_subject_of(
    transaction: &Transaction<'_>,
    account: &Account,
    ca: &CaCertificate,
) -> Result<Vec<CaCertificateRecord>, OperationError> {
    let mut statement = prepared(transaction, select!("AND subject_hash = ?2 ORDER BY name"))?;
    let found = statement.query_map((account.key, subject_hash(ca).as_slice()), |found| {
        row::certificate(found, &account.name)
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn rename(
    transaction: &Transaction<'_>,
    account: &Account,
    id: &CertId,
    name: &CaName,
    now: UnixTime,
) -> Result<CaCertificateRecord, OperationError> {
    let record = find(transaction, account, id)?;
    if record.name == *name {
        return Ok(record);
    }
    refuse_taken(transaction, account, name)?;
    prepared(transaction, "UPDATE ca_certificate SET name = ?1, updated_at = ?2 WHERE id = ?3")?
        .execute((name.as_str(), row::seconds(now), id.as_str()))?;
    account.changed(transaction)?;
    Ok(CaCertificateRecord { name: name.clone(), updated_at: now, ..record })
}

pub(super) fn delete(
    transaction: &Transaction<'_>,
    account: &Account,
    id: &CertId,
) -> Result<CaCertificateRecord, OperationError> {
    let record = find(transaction, account, id)?;
    prepared(transaction, "DELETE FROM ca_certificate WHERE id = ?1")?.execute([id.as_str()])?;
    account.changed(transaction)?;
    Ok(record)
}

fn refuse_taken(
    transaction: &Transaction<'_>,
    account: &Account,
    name: &CaName,
) -> Result<(), OperationError> {
    match one(transaction, account, select!("AND name = ?2"), (account.key, name.as_str()))? {
        None => Ok(()),
        Some(CaCertificateRecord { account, id: existing, name, .. }) => {
            Err(RegistryError::NameTaken { account, name, existing }.into())
        }
    }
}

fn one(
    transaction: &Transaction<'_>,
    account: &Account,
    statement: &str,
    parameters: impl Params,
) -> Result<Option<CaCertificateRecord>, OperationError> {
    let mut statement = prepared(transaction, statement)?;
    let found = statement.query_row(parameters, |found| row::certificate(found, &account.name));
    Ok(found.optional()?)
}

/// Names can be as long as certificates: an index over them all has their hashes.
pub(super) fn subject_hash(ca: &CaCertificate) -> [u8; 32] {
    Sha256::digest(ca.subject().normalized()).into()
}
