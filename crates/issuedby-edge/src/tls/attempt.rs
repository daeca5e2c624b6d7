//! One handshake as far as it has come, so that its refusal is logged with all that is known.

use std::borrow::Cow;
use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use issuedby::Fingerprint;
use issuedby::certificate::{describe_key, possession_key};
use issuedby_registry::DomainName;
use issuedby_rustls::danger::ConnectionVerifier;

use crate::client::origin::Origin;
use crate::limits::MAX_LOGGED_SERVER_NAME;
use crate::observe::event::Details;
use crate::observe::events;
use crate::observe::log::Log;
use crate::observe::metrics::Metrics;
use crate::sites::not_served::NotServed;
use crate::tls::first_bytes::OtherProtocol;
use crate::tls::refusal::HandshakeRefusal;

/// One handshake as far as it has come.
pub(crate) struct HandshakeAttempt {
    pub(crate) origin: Origin,
    started: Instant,
    /// The SNI, at most [`MAX_LOGGED_SERVER_NAME`] characters of it.
    server_name: OnceLock<String>,
    /// The verifier of this connection, which knows the client's certificate.
    verifier: OnceLock<Arc<ConnectionVerifier>>,
    /// The detail that follows the sentence of a refusal.
    detail: OnceLock<String>,
    /// The protocol that the connection began with, where it is not TLS.
    other_protocol: OnceLock<OtherProtocol>,
    /// The chain of the edge's certificate, where the client does not trust it.
    served_chain: OnceLock<String>,
    /// The message and the remedy of a domain without a site.
    not_served: OnceLock<(String, Option<String>)>,
}

impl HandshakeAttempt {
    pub(crate) fn new(origin: Origin) -> Self {
        Self {
            origin,
            started: Instant::now(),
            server_name: OnceLock::new(),
            verifier: OnceLock::new(),
            detail: OnceLock::new(),
            other_protocol: OnceLock::new(),
            served_chain: OnceLock::new(),
            not_served: OnceLock::new(),
        }
    }

    pub(crate) fn set_server_name(&self, name: &str) {
        let mut characters = name.chars();
        let mut shown: String = characters.by_ref().take(MAX_LOGGED_SERVER_NAME).collect();
        if characters.next().is_some() {
            shown.push('…');
        }
        self.server_name.get_or_init(|| shown);
    }

    /// Keeps the protocol of a connection that does not begin with TLS.
    pub(crate) fn set_first_bytes(&self, first: &[u8]) {
        if let Some(protocol) = OtherProtocol::of(first) {
            self.other_protocol.get_or_init(|| protocol);
        }
    }

    /// Adds the chain that the client got to the detail of its refusal.
    pub(crate) fn set_served_chain(&self, chain: impl FnOnce() -> String) {
        self.served_chain.get_or_init(chain);
    }

    pub(crate) fn set_verifier(&self, verifier: Arc<ConnectionVerifier>) {
        self.verifier.get_or_init(|| verifier);
    }

    /// The refusal of a domain that has no site.
    pub(crate) fn not_served(&self, domain: &DomainName, why: &NotServed) -> HandshakeRefusal {
        self.not_served.get_or_init(|| (why.message(domain), why.remedy().map(str::to_owned)));
        match why {
            NotServed::Unknown { .. } => HandshakeRefusal::UnknownDomain,
            NotServed::Pending { .. } => HandshakeRefusal::PendingDomain,
            NotServed::LookupFailed(_) => HandshakeRefusal::LookupFailed,
            NotServed::TooManyLookups => HandshakeRefusal::TooManyLookups,
            NotServed::Stopping => HandshakeRefusal::Stopping,
        }
    }

    /// The refusal for an error of the connection during the handshake.
    pub(crate) fn failed(&self, error: &io::Error) -> HandshakeRefusal {
        let (refusal, detail) = HandshakeRefusal::of_io(error);
        match self.verifier.get().and_then(|verifier| verifier.failure()) {
            Some(failure) => failure.into(),
            // Before the domain is known no certificate was requested.
            None if refusal == HandshakeRefusal::TooLarge && self.verifier.get().is_none() => {
                HandshakeRefusal::ProtocolViolation
            }
            None => {
                if let Some(detail) = detail {
                    self.detail.get_or_init(|| detail);
                }
                refusal
            }
        }
    }

    /// Counts a handshake that is complete.
    pub(crate) fn completed(&self, metrics: &Metrics, result: &'static str) {
        metrics.handshake(result, self.started.elapsed());
    }

    /// Counts the refusal, and logs it unless one of its kind was logged in this second.
    pub(crate) fn refused(&self, metrics: &Metrics, log: &Log, refusal: HandshakeRefusal) {
        metrics.handshake(refusal.code(), self.started.elapsed());
        if let Some(level) = refusal.level() {
            let kind = HandshakeRefusal::ALL.iter().position(|known| *known == refusal).unwrap_or_default();
            log.limited(level, (events::HANDSHAKE_REFUSED, kind), || self.details(refusal));
        }
    }

    /// The fields of an event about its client: the address, and the SNI.
    pub(crate) fn of_client(&self) -> Details {
        Details {
            client: Some(self.origin.peer.ip().to_canonical()),
            server_name: self.server_name.get().cloned(),
            ..Details::default()
        }
    }

    fn details(&self, refusal: HandshakeRefusal) -> Details {
        let certificate = self.verifier.get().and_then(|verifier| verifier.certificate());
        Details {
            message: self.message(refusal, certificate),
            certificate: certificate.map(|der| Fingerprint::of(der).to_string()),
            reason: Some(refusal.code()),
            remedy: Some(self.remedy(refusal)),
            ..self.of_client()
        }
    }

    fn remedy(&self, refusal: HandshakeRefusal) -> Cow<'static, str> {
        match (self.not_served.get(), self.other_protocol.get()) {
            (Some((_, Some(remedy))), _) => Cow::Owned(remedy.clone()),
            (_, Some(protocol)) if refusal == HandshakeRefusal::NotTls => Cow::Borrowed(protocol.remedy()),
            _ => Cow::Borrowed(refusal.remedy()),
        }
    }

    fn message(&self, refusal: HandshakeRefusal, certificate: Option<&[u8]>) -> String {
        if let Some((message, _)) = self.not_served.get() {
            return message.clone();
        }
        if let (HandshakeRefusal::NotTls, Some(protocol)) = (refusal, self.other_protocol.get()) {
            return protocol.sentence().to_owned();
        }
        let sentence = refusal.sentence();
        let about_key = matches!(refusal, HandshakeRefusal::KeyUnsupported | HandshakeRefusal::KeyTooWeak);
        match certificate.filter(|_| about_key).and_then(possession_key) {
            Some(key) => format!("{sentence}: the key is {}", describe_key(key)),
            None => match (refusal, self.server_name.get(), self.detail.get()) {
                (HandshakeRefusal::UnknownDomain, Some(name), _) => {
                    format!("`{}` is not served", name.escape_debug())
                }
                (HandshakeRefusal::EdgeNotTrusted, _, Some(detail)) => match self.served_chain.get() {
                    Some(chain) => format!("{sentence}: {detail}; {chain}"),
                    None => format!("{sentence}: {detail}"),
                },
                (_, _, Some(detail)) => format!("{sentence}: {detail}"),
                (_, _, None) => sentence.to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(name: &str) -> HandshakeAttempt {
        let peer = "[::ffff:192.0.2.1]:443".parse().unwrap();
        let attempt = HandshakeAttempt::new(Origin { peer, port: 443 });
        attempt.set_server_name(name);
        attempt
    }

    #[test]
    fn a_long_server_name_is_cut_and_moves_no_cursor() {
        let details = |name: &str| attempt(name).details(HandshakeRefusal::UnknownDomain);
        let long = details(&"a".repeat(10_000));
        assert!(long.message.len() < 200 && long.server_name.unwrap().len() < 200, "{}", long.message);
        assert_eq!(details("foo.example").message, "`foo.example` is not served");
        assert!(!details("a\u{1b}[2J\n").message.contains(['\u{1b}', '\n']));
    }

    #[test]
    fn a_refusal_is_logged_with_all_that_is_known() {
        let attempt = attempt("foo.example");
        attempt.detail.set("alert UnknownCA".to_owned()).unwrap();
        let details = attempt.details(HandshakeRefusal::EdgeNotTrusted);
        assert_eq!(details.client, Some("192.0.2.1".parse().unwrap()));
        assert_eq!(details.server_name.as_deref(), Some("foo.example"));
        assert_eq!((details.certificate, details.reason), (None, Some("edge_not_trusted")));
        assert!(details.message.ends_with(": alert UnknownCA") && details.remedy.is_some());
    }
}
