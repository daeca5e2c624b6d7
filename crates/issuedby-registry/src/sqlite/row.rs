//! Values between the tables and the types.

use std::error::Error;

use issuedby::{Fingerprint, UnixTime, check_time};
use rusqlite::Row;
use rusqlite::types::Type;

use crate::account::AccountName;
use crate::ca_name::CaName;
use crate::cert_id::CertId;
use crate::generation::{Generation, Incarnation};
use crate::record::CaCertificateRecord;

/// The columns that [`certificate`] reads.
macro_rules! certificate_columns {
    () => {
        "id, name, der, subject, sha256_fingerprint, not_before, not_after, created_at, updated_at"
    };
}
pub(super) use certificate_columns;

/// A CA certificate of `account`.
pub(super) fn certificate(row: &Row<'_>, account: &AccountName) -> rusqlite::Result<CaCertificateRecord> {
    let fingerprint: [u8; 32] = row.get(4)?;
    Ok(CaCertificateRecord {
        id: parsed(row, 0, CertId::parse)?,
        account: account.clone(),
        name: parsed(row, 1, CaName::parse)?,
        der: row.get(2)?,
        subject: row.get(3)?,
        sha256_fingerprint: Fingerprint::from_bytes(fingerprint),
        not_before: time(row.get(5)?),
        not_after: time(row.get(6)?),
        created_at: time(row.get(7)?),
        updated_at: time(row.get(8)?),
    })
}

/// A column as a type that is read from text.
pub(super) fn parsed<T, E: Error + Send + Sync + 'static>(
    row: &Row<'_>,
    column: usize,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    parse(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

/// A time as it is stored: Unix seconds.
pub(super) fn seconds(time: UnixTime) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX)
}

/// A time that was stored.
pub(super) fn time(seconds: i64) -> UnixTime {
    check_time(seconds)
}

/// A generation that was stored in three columns, the first of which is `column`.
pub(super) fn generation(row: &Row<'_>, column: usize) -> rusqlite::Result<Generation> {
    let incarnation: [u8; Incarnation::SIZE] = row.get(column)?;
    let (number, change): (i64, i64) = (row.get(column + 1)?, row.get(column + 2)?);
    Ok(Generation::new(Incarnation::from_bytes(incarnation), number.unsigned_abs(), change.cast_unsigned()))
}
