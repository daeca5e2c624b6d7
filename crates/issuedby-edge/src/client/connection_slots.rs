//! The connections that each source may have open at once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

use crate::client::source::Source;

/// The number of open connections of each source.
#[derive(Debug)]
pub(crate) struct ConnectionSlots {
    most: usize,
    open: Mutex<HashMap<Source, usize>>,
}

/// The slot of one connection, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct ConnectionSlot {
    connections: Arc<ConnectionSlots>,
    source: Source,
}

impl ConnectionSlots {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, open: Mutex::new(HashMap::new()) }
    }

    /// Takes a slot; `None` where the source has no free one.
    pub(crate) fn open(self: &Arc<Self>, source: Source) -> Option<ConnectionSlot> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let number = open.entry(source).or_insert(0);
        if *number >= self.most {
            return None;
        }
        *number += 1;
        Some(ConnectionSlot { connections: Arc::clone(self), source })
    }
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        let mut open = self.connections.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut number) = open.entry(self.source) {
            *number.get_mut() -= 1;
            if *number.get() == 0 {
                number.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    #[test]
    fn connections_are_counted_for_each_source() {
        let connections = Arc::new(ConnectionSlots::new(2));
        let source = Source::from("192.0.2.1".parse::<IpAddr>().unwrap());
        let (first, second) = (connections.open(source), connections.open(source));
        assert!(first.is_some() && second.is_some() && connections.open(source).is_none());
        drop(first);
        let third = connections.open(source);
        assert!(third.is_some());
        drop((second, third));
        assert!(connections.open.lock().unwrap().is_empty());
    }
}
