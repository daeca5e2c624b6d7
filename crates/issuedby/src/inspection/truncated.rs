//! The limits of an inspection: lists, texts and bytes that are cut, and the JSON keys by which that is said.

use alloc::string::String;
use alloc::vec::Vec;

use crate::limits::{MAX_INSPECTED_ENTRIES, MAX_INSPECTED_VALUE_SIZE};

/// The JSON keys of what was cut. Nothing is cut but by this type, so that nothing is cut in silence.
#[derive(Clone, Debug, Default)]
pub(super) struct Truncated {
    keys: Vec<&'static str>,
}

/// The entries that are given of a list.
pub(super) fn given<T>(entries: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
    entries.into_iter().take(MAX_INSPECTED_ENTRIES)
}

impl Truncated {
    pub(super) fn keys(&self) -> &[&'static str] {
        &self.keys
    }

    pub(super) fn note(&mut self, key: &'static str) {
        if !self.keys.contains(&key) {
            self.keys.push(key);
        }
    }

    pub(super) fn extend(&mut self, other: &Self) {
        other.keys.iter().for_each(|key| self.note(key));
    }

    /// The entries that are given.
    pub(super) fn list<T>(&mut self, key: &'static str, entries: impl IntoIterator<Item = T>) -> Vec<T> {
        let mut entries = entries.into_iter();
        let first = given(entries.by_ref()).collect();
        if entries.next().is_some() {
            self.note(key);
        }
        first
    }

    /// The first bytes of a value, of which so many may be given.
    pub(super) fn bytes<'b>(&mut self, key: &'static str, bytes: &'b [u8], room: usize) -> &'b [u8] {
        match bytes.get(..room.min(MAX_INSPECTED_VALUE_SIZE)) {
            Some(first) if first.len() < bytes.len() => {
                self.note(key);
                first
            }
            _ => bytes,
        }
    }

    /// The first characters of a text, of which so many bytes may be given.
    pub(super) fn text(&mut self, key: &'static str, mut text: String, room: usize) -> String {
        let room = room.min(MAX_INSPECTED_VALUE_SIZE);
        if text.len() > room {
            text.truncate(text.floor_char_boundary(room));
            self.note(key);
        }
        text
    }
}
