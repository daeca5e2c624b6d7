//! Session tickets under a clock that may show no time.

use std::sync::{Arc, OnceLock};

use rustls::crypto::aws_lc_rs::Ticketer;
use rustls::server::ProducesTickets;

use crate::clock;

/// Tickets as rustls makes them, while the clock shows a time from 1970 to 9999; none and of none otherwise.
///
/// rustls' own read the clock without the configuration's time provider, and panic before 1970: when they are made, and
/// whenever they are used.
#[derive(Debug, Default)]
pub(crate) struct Tickets {
    /// Made when they are first needed. None where the system has no random bytes.
    made: OnceLock<Option<Arc<dyn ProducesTickets>>>,
}

impl Tickets {
    fn made(&self) -> Option<&dyn ProducesTickets> {
        if !clock::is_in_range() {
            return None;
        }
        self.made.get_or_init(|| Ticketer::new().ok()).as_deref()
    }
}

impl ProducesTickets for Tickets {
    fn enabled(&self) -> bool {
        self.made().is_some_and(ProducesTickets::enabled)
    }

    fn lifetime(&self) -> u32 {
        self.made().map_or(0, ProducesTickets::lifetime)
    }

    fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        self.made()?.encrypt(plain)
    }

    fn decrypt(&self, cipher: &[u8]) -> Option<Vec<u8>> {
        self.made()?.decrypt(cipher)
    }
}
