//! Ticket keys per account: a session of one account is never resumed at another. Sessions of clients whose certificates
//! are large are not resumed at all.
//!
//! A session has the certificates of its client in it. Of a chain of 40 KiB each ticket would have 55 KiB and TLS 1.3 sends
//! several (RFC 8446 section 4.6.1): more than a handshake costs, more than some clients read, and for TLS 1.2 kept here.
//!
//! rustls' own tickets read the clock without the configuration's time provider, and panic before 1970: when they are made,
//! and whenever they are used. While the clock shows no time there are none.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::crypto::aws_lc_rs::Ticketer;
use rustls::server::{ProducesTickets, ServerSessionMemoryCache, StoresServerSessions};

use crate::clock;
use crate::limits::{MAX_SESSION_SIZE, SESSIONS_PER_ACCOUNT};

/// The ticket keys and the stored sessions of one account. They end with the incarnation of the registry: after a restore an
/// account of the same name may be another owner's.
#[derive(Clone)]
pub(crate) struct AccountTickets {
    pub(crate) tickets: Arc<dyn ProducesTickets>,
    pub(crate) sessions: Arc<dyn StoresServerSessions>,
}

impl AccountTickets {
    pub(crate) fn new() -> Self {
        Self {
            tickets: Arc::new(SmallTickets::default()),
            sessions: Arc::new(SmallSessions(ServerSessionMemoryCache::new(SESSIONS_PER_ACCOUNT))),
        }
    }
}

/// Makes no ticket of a session larger than [`MAX_SESSION_SIZE`]: its client makes a full handshake each time.
#[derive(Debug, Default)]
struct SmallTickets {
    /// Made when they are first needed. None where the system has no random bytes.
    made: OnceLock<Option<Arc<dyn ProducesTickets>>>,
}

impl SmallTickets {
    fn made(&self) -> Option<&dyn ProducesTickets> {
        if !clock::is_in_range() {
            return None;
        }
        self.made.get_or_init(|| Ticketer::new().ok()).as_deref()
    }
}

impl ProducesTickets for SmallTickets {
    fn enabled(&self) -> bool {
        self.made().is_some_and(ProducesTickets::enabled)
    }

    fn lifetime(&self) -> u32 {
        self.made().map_or(0, ProducesTickets::lifetime)
    }

    fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        if plain.len() > MAX_SESSION_SIZE {
            return None;
        }
        self.made()?.encrypt(plain)
    }

    fn decrypt(&self, cipher: &[u8]) -> Option<Vec<u8>> {
        self.made()?.decrypt(cipher)
    }
}

/// Keeps no session larger than [`MAX_SESSION_SIZE`].
struct SmallSessions(Arc<ServerSessionMemoryCache>);

impl StoresServerSessions for SmallSessions {
    fn put(&self, key: Vec<u8>, value: Vec<u8>) -> bool {
        value.len() <= MAX_SESSION_SIZE && self.0.put(key, value)
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.0.get(key)
    }

    fn take(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.0.take(key)
    }

    fn can_cache(&self) -> bool {
        self.0.can_cache()
    }
}

impl fmt::Debug for SmallSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmallSessions").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_session_is_neither_kept_nor_sent() {
        let tickets = AccountTickets::new();
        for (size, is_kept) in [(MAX_SESSION_SIZE, true), (MAX_SESSION_SIZE + 1, false)] {
            let session = vec![7; size];
            assert_eq!(tickets.tickets.encrypt(&session).is_some(), is_kept);
            assert_eq!(tickets.sessions.put(b"id".to_vec(), session), is_kept);
        }
        let ticket = tickets.tickets.encrypt(b"session").unwrap();
        assert_eq!(tickets.tickets.decrypt(&ticket).as_deref(), Some(&b"session"[..]));
    }
}
