//! A table of a configuration file, all of whose keys are known.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::error::{ConfigError, Source};
use super::schema::{Key, Schema, shown};
use super::value::Value;

/// A table without an unknown key.
pub(super) struct Table<'t> {
    source: &'t Source,
    schema: &'static Schema,
    entries: &'t DeTable<'t>,
    /// The line with which it begins.
    header: Range<usize>,
}

impl<'t> Table<'t> {
    /// # Errors
    ///
    /// That of its first unknown key.
    pub(super) fn new(
        source: &'t Source,
        schema: &'static Schema,
        entries: &'t DeTable<'t>,
        header: Range<usize>,
    ) -> Result<Self, ConfigError> {
        let unknown = entries.iter().filter(|(key, _)| !schema.has(key.get_ref()));
        match unknown.min_by_key(|(key, _)| key.span().start) {
            None => Ok(Self { source, schema, entries, header }),
            Some((key, value)) => {
                let (name, title) = (key.get_ref(), schema.title());
                let message = match value.get_ref() {
                    DeValue::Table(_) => {
                        format!(
                            "found the unknown table {}, expected a known one",
                            shown(&format!("[{name}]"))
                        )
                    }
                    DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()) => {
                        format!(
                            "found the unknown table {}, expected a known one",
                            shown(&format!("[[{name}]]"))
                        )
                    }
                    _ => format!("found the unknown key {} {title}, expected a known one", shown(name)),
                };
                let (remedy, line) = schema.remedy_for_unknown(name, source.short(value));
                Err(source.at(key.span(), message).with_remedy(remedy).with_suggestion(line))
            }
        }
    }

    pub(super) fn get(&self, key: &'static Key) -> Option<Value<'t>> {
        self.entries.get(key.name).map(|node| Value::new(self.source, key, node))
    }

    pub(super) fn required(&self, key: &'static Key) -> Result<Value<'t>, ConfigError> {
        self.get(key).ok_or_else(|| self.missing(key))
    }

    /// That the table has no such key.
    pub(super) fn missing(&self, key: &Key) -> ConfigError {
        let message = format!("found no `{}` {}, expected {}", key.name, self.schema.title(), key.expected);
        let error = match self.schema.header {
            "" => self.source.whole(message),
            _ => self.source.at(self.header.clone(), message),
        };
        error.with_remedy(format!("add: {}", key.example_line()))
    }

    /// The tables of a list of them.
    ///
    /// # Errors
    ///
    /// An error where it is something else, or one of them has an unknown key.
    pub(super) fn tables(
        &self,
        key: &'static Key,
        schema: &'static Schema,
    ) -> Result<Vec<Table<'t>>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        if !value.is_list() {
            return Err(self.not_a_table(key, value));
        }
        let table = |item: Value<'t>| {
            let entries = item.table().ok_or_else(|| item.refuse())?;
            Table::new(self.source, schema, entries, item.spanned(()).span())
        };
        value.list(|_| None)?.into_iter().map(table).collect()
    }

    /// The one table with this key.
    ///
    /// # Errors
    ///
    /// As [`Self::tables`].
    pub(super) fn table(
        &self,
        key: &'static Key,
        schema: &'static Schema,
    ) -> Result<Option<Table<'t>>, ConfigError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let entries = value.table().ok_or_else(|| self.not_a_table(key, value))?;
        Table::new(self.source, schema, entries, value.spanned(()).span()).map(Some)
    }

    /// A table has its place over many lines: its name is shown.
    fn not_a_table(&self, key: &'static Key, value: Value<'t>) -> ConfigError {
        let name = self.entries.keys().find(|name| *name.get_ref() == key.name);
        let what = if value.is_list() {
            "a list"
        } else if value.table().is_some() {
            "one table"
        } else {
            "a value"
        };
        let message = format!("found {what} for `{}`, expected {}", key.name, key.expected);
        let span = name.map_or_else(|| value.spanned(()).span(), |name| name.span());
        self.source.at(span, message).with_line(key.example)
    }
}
