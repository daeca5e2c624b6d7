//! The refusals of a handshake: a closed list, each with its code, its sentence and its remedy.

use std::fmt;
use std::io;

use issuedby::Reason;
use issuedby_rustls::PossessionFailure;
use rustls::{AlertDescription, Error, InvalidMessage};

/// The reason why a handshake failed, or why its connection was closed right after it.
///
/// The [`code`](Self::code) is the label `result` of the metric `issuedby_handshakes_total` and the `reason` of the event
/// `handshake_refused`. Where the certificate is the reason, code, sentence and remedy are those of verdicts.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum HandshakeRefusal {
    /// The source has as many connections as it may have.
    TooManyConnections,
    /// The source has begun as many handshakes as it may.
    SourceOverBudget,
    /// The clients of the account have begun as many handshakes as they may.
    AccountOverBudget,
    /// The source or the account has cost as many failed signature checks as it may.
    FailedChecksOverBudget,
    /// The clock of the machine shows no time from 1970 to 9999.
    InvalidCheckTime,
    /// The connection ended before a byte came.
    ClosedUnused,
    /// The client left in the middle.
    ClientLeft,
    /// It took too long.
    TimedOut,
    /// The bytes are not TLS.
    NotTls,
    /// The messages are not those that TLS requires.
    ProtocolViolation,
    /// The client speaks neither TLS 1.2 nor TLS 1.3.
    UnsupportedTlsVersion,
    /// No cipher suite, group or signature scheme is the client's and the edge's.
    NoCommonAlgorithms,
    /// The client speaks other protocols than HTTP/2 and HTTP/1.1 (ALPN).
    NoCommonProtocol,
    /// The client named no server.
    NoServerName,
    /// The client named a server that is no domain.
    InvalidServerName,
    /// The domain is not served.
    UnknownDomain,
    /// The domain is added to an account, and not active yet.
    PendingDomain,
    /// The registry could not be asked for the domain.
    LookupFailed,
    /// As many other domains as may wait are being looked up.
    TooManyLookups,
    /// The edge stops.
    Stopping,
    /// The domain is served, and the edge has no certificate for it.
    NoServerCertificate,
    /// The client does not trust the edge's certificate.
    EdgeNotTrusted,
    /// The client ended the handshake for a reason of its own.
    ClientAlert,
    /// No key could be found in what the client presented.
    Malformed,
    /// The client presented more than 64 KiB.
    TooLarge,
    /// The key in the client's certificate is of a kind or size that is not accepted.
    KeyUnsupported,
    /// The key in the client's certificate is too small.
    KeyTooWeak,
    /// The client did not sign with the key of the certificate that it presented.
    PossessionNotShown,
    /// The edge or its system failed.
    InternalError,
}

impl HandshakeRefusal {
    /// Every one, in the order in which a handshake can meet them.
    pub const ALL: [Self; 29] = [
        Self::TooManyConnections,
        Self::InvalidCheckTime,
        Self::SourceOverBudget,
        Self::ClosedUnused,
        Self::ClientLeft,
        Self::TimedOut,
        Self::NotTls,
        Self::ProtocolViolation,
        Self::NoServerName,
        Self::InvalidServerName,
        Self::UnknownDomain,
        Self::PendingDomain,
        Self::LookupFailed,
        Self::TooManyLookups,
        Self::Stopping,
        Self::AccountOverBudget,
        Self::NoServerCertificate,
        Self::UnsupportedTlsVersion,
        Self::NoCommonAlgorithms,
        Self::NoCommonProtocol,
        Self::EdgeNotTrusted,
        Self::ClientAlert,
        Self::TooLarge,
        Self::Malformed,
        Self::KeyUnsupported,
        Self::KeyTooWeak,
        Self::PossessionNotShown,
        Self::FailedChecksOverBudget,
        Self::InternalError,
    ];

    /// The stable code, in snake case.
    pub const fn code(self) -> &'static str {
        self.row().0
    }

    /// The sentence for people, without a final period.
    pub const fn sentence(self) -> &'static str {
        self.row().1
    }

    /// The remedy: what to do, and who.
    pub const fn remedy(self) -> &'static str {
        self.row().2
    }

    /// `info`, `warning` or `error`; `None` where it is counted and makes no event: port scanners and health checks
    /// connect and send nothing, every second.
    pub const fn level(self) -> Option<&'static str> {
        match self {
            Self::ClosedUnused => None,
            Self::InternalError | Self::InvalidCheckTime | Self::LookupFailed => Some("error"),
            Self::TooManyConnections
            | Self::SourceOverBudget
            | Self::AccountOverBudget
            | Self::FailedChecksOverBudget
            | Self::TooManyLookups
            | Self::NoServerCertificate
            | Self::EdgeNotTrusted => Some("warning"),
            _ => Some("info"),
        }
    }

    #[rustfmt::skip]
    const fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::TooManyConnections => (
                "too_many_connections",
                "the source has as many connections as one may have",
                "raise `connections_per_source` where many clients share an address, as behind a NAT or a balancer",
            ),
            Self::SourceOverBudget => (
                "source_over_budget",
                "the source begins more handshakes a second than one may",
                "raise `handshakes_per_source` where many clients share an address; let clients keep connections open",
            ),
            Self::AccountOverBudget => (
                "account_over_budget",
                "the clients of the account begin more handshakes a second than they may",
                "raise `handshakes_per_account`; let clients keep connections open",
            ),
            Self::FailedChecksOverBudget => (
                "failed_checks_over_budget",
                "certificates with signatures that do not hold cost the source or the account more checks than they may",
                "find the client and correct its certificate, or raise `failed_checks_per_source` and `failed_checks_per_account`",
            ),
            Self::ClosedUnused => (
                "closed_unused",
                "the connection was closed before a byte came",
                "nothing: port scanners and health checks do this",
            ),
            Self::ClientLeft => (
                "client_left",
                "the client left in the middle of the handshake",
                "look into the client's log: many clients close the connection without an alert when they reject the edge's certificate",
            ),
            Self::TimedOut => (
                "timed_out",
                "the handshake did not end in time",
                "look at the network between client and edge, or raise `handshake_timeout`",
            ),
            Self::NotTls => (
                "not_tls",
                "the client did not send TLS; http:// in place of https:// looks like this, and so does any other protocol",
                "write https:// in the address that the client uses",
            ),
            Self::ProtocolViolation => (
                "protocol_violation",
                "the client did not send what TLS requires",
                "update the client's TLS library, or look for a middlebox that changes connections",
            ),
            Self::UnsupportedTlsVersion => (
                "unsupported_tls_version",
                "the client speaks neither TLS 1.2 nor TLS 1.3",
                "update the client, or let it use TLS 1.2 or 1.3",
            ),
            Self::NoCommonAlgorithms => (
                "no_common_algorithms",
                "client and edge have no cipher suite, key exchange or signature algorithm in common",
                "update the client; one without ECDSA needs a `[[certificate]]` with an RSA key, and the other way round",
            ),
            Self::NoCommonProtocol => (
                "no_common_protocol",
                "the client offered neither HTTP/2 nor HTTP/1.1 (ALPN)",
                "let the client offer h2 or http/1.1, or no ALPN at all",
            ),
            Self::NoServerName => (
                "no_server_name",
                "the client named no server, as for an address in place of a name (no SNI)",
                "let the client connect to a domain that `issuedby domain list` prints, not to an IP address; curl connects with that name to any address with `--resolve DOMAIN:PORT:ADDRESS`",
            ),
            Self::InvalidServerName => (
                "invalid_server_name",
                "the name in the handshake is not a domain name in its normal form",
                "let the client connect to the domain as `issuedby domain list` writes it",
            ),
            Self::UnknownDomain => (
                "unknown_domain",
                "the domain is not served",
                "correct the name at the client, or add the domain with `issuedby domain add NAME --account ACCOUNT`",
            ),
            Self::PendingDomain => (
                "pending_domain",
                "the domain is added to an account, and not active yet",
                "after proof that the account controls it, run `issuedby domain activate NAME --account ACCOUNT`; an edge that runs serves it then",
            ),
            Self::LookupFailed => (
                "lookup_failed",
                "the domain could not be looked up in the registry",
                "mend what `message` names: the registry must be there and readable for the user of the edge",
            ),
            Self::TooManyLookups => (
                "too_many_lookups",
                "the domain was not looked up, since too many other domains wait to be looked up",
                "find the clients that ask for many domains: `too_many_lookups` in the log names their sources; look whether the registry's disk is slow",
            ),
            Self::Stopping => (
                "stopping",
                "the edge stops, and looks up no more domains",
                "let the client connect again: the balancer should have taken this edge out before it stopped",
            ),
            Self::NoServerCertificate => (
                "no_server_certificate",
                "the edge has no certificate for the domain that it serves",
                "add a `[[certificate]]` whose chain has the domain in its subjectAltName, and restart the edge: SIGHUP does not read `edge.toml` again",
            ),
            Self::EdgeNotTrusted => (
                "edge_not_trusted",
                "the client does not trust the edge's certificate",
                "let `chain` hold a certificate for this name that is in force, with its intermediates, and give the client its root CA",
            ),
            Self::ClientAlert => (
                "client_alert",
                "the client ended the handshake with an alert",
                "look into the client's log",
            ),
            Self::InvalidCheckTime => of(Reason::InvalidCheckTime),
            Self::Malformed => of(Reason::Malformed),
            Self::TooLarge => of(Reason::TooLarge),
            Self::KeyUnsupported => of(Reason::KeyUnsupported),
            Self::KeyTooWeak => of(Reason::KeyTooWeak),
            Self::PossessionNotShown => (
                "possession_not_shown",
                "the client did not sign with the key of the certificate that it presented",
                "give the client the private key that belongs to its certificate",
            ),
            Self::InternalError => (
                "internal_error",
                "the edge could not do its part of the handshake",
                "look at the system that the edge runs on: memory, descriptors, random numbers",
            ),
        }
    }

    /// The refusal for an error of the connection, and the detail that follows its sentence.
    pub(crate) fn of_io(error: &io::Error) -> (Self, Option<String>) {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
            Some(error) => Self::of_tls(error),
            None if error.kind() == io::ErrorKind::TimedOut => (Self::TimedOut, None),
            // The network or the client ended it, not the edge.
            None => (Self::ClientLeft, None),
        }
    }

    fn of_tls(error: &Error) -> (Self, Option<String>) {
        let refusal = match error {
            Error::InvalidMessage(InvalidMessage::InvalidContentType) => return (Self::NotTls, None),
            Error::InvalidMessage(
                InvalidMessage::CertificatePayloadTooLarge | InvalidMessage::HandshakePayloadTooLarge,
            ) => Self::TooLarge,
            Error::PeerIncompatible(incompatible) => match of_incompatible(incompatible) {
                // The sentence says it all, and rustls names whatever it missed first.
                Self::UnsupportedTlsVersion => return (Self::UnsupportedTlsVersion, None),
                other => other,
            },
            Error::NoApplicationProtocol => return (Self::NoCommonProtocol, None),
            Error::AlertReceived(alert) => return (of_alert(*alert), Some(format!("alert {alert:?}"))),
            Error::InappropriateHandshakeMessage { .. }
            | Error::InappropriateMessage { .. }
            | Error::InvalidMessage(_)
            | Error::PeerMisbehaved(_)
            | Error::PeerSentOversizedRecord
            | Error::DecryptError => Self::ProtocolViolation,
            Error::InvalidCertificate(_) => Self::PossessionNotShown,
            _ => Self::InternalError,
        };
        (refusal, Some(error.to_string()))
    }
}

/// The code alone.
impl fmt::Display for HandshakeRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<PossessionFailure> for HandshakeRefusal {
    fn from(failure: PossessionFailure) -> Self {
        match failure {
            PossessionFailure::Key(Reason::KeyUnsupported) => Self::KeyUnsupported,
            PossessionFailure::Key(Reason::KeyTooWeak) => Self::KeyTooWeak,
            PossessionFailure::Key(_) => Self::Malformed,
            _ => Self::PossessionNotShown,
        }
    }
}

const fn of(reason: Reason) -> (&'static str, &'static str, &'static str) {
    (reason.code(), reason.sentence(), reason.remedy())
}

fn of_incompatible(incompatible: &rustls::PeerIncompatible) -> HandshakeRefusal {
    use rustls::PeerIncompatible::{
        ServerDoesNotSupportTls12Or13, ServerTlsVersionIsDisabledByOurConfig,
        SignatureAlgorithmsExtensionRequired, SupportedVersionsExtensionRequired, Tls12NotOffered,
        Tls12NotOfferedOrEnabled,
    };
    match incompatible {
        // rustls looks for this one first, and TLS before 1.2 has none (RFC 5246 section 7.4.1.4.1).
        SignatureAlgorithmsExtensionRequired
        | ServerDoesNotSupportTls12Or13
        | ServerTlsVersionIsDisabledByOurConfig
        | SupportedVersionsExtensionRequired
        | Tls12NotOffered
        | Tls12NotOfferedOrEnabled => HandshakeRefusal::UnsupportedTlsVersion,
        _ => HandshakeRefusal::NoCommonAlgorithms,
    }
}

/// Alerts about the certificate of the other side (RFC 8446 section 6.2): the edge's.
fn of_alert(alert: AlertDescription) -> HandshakeRefusal {
    match alert {
        AlertDescription::BadCertificate
        | AlertDescription::CertificateExpired
        | AlertDescription::CertificateRevoked
        | AlertDescription::CertificateUnknown
        | AlertDescription::UnknownCA
        | AlertDescription::UnsupportedCertificate => HandshakeRefusal::EdgeNotTrusted,
        AlertDescription::ProtocolVersion => HandshakeRefusal::UnsupportedTlsVersion,
        AlertDescription::NoApplicationProtocol => HandshakeRefusal::NoCommonProtocol,
        _ => HandshakeRefusal::ClientAlert,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_refusal_has_its_own_code_and_a_line_in_the_readme() {
        let readme = include_str!("../../README.md");
        let codes: HashSet<_> = HandshakeRefusal::ALL.iter().map(|refusal| refusal.code()).collect();
        assert_eq!(codes.len(), HandshakeRefusal::ALL.len());
        for refusal in HandshakeRefusal::ALL {
            assert!(!refusal.sentence().is_empty() && !refusal.remedy().is_empty(), "{refusal}");
            assert!(readme.contains(&format!("`{refusal}`")), "{refusal} is not in the README");
        }
    }

    /// No client can cause these.
    #[test]
    fn a_failure_of_the_system_is_an_internal_error() {
        for error in [Error::FailedToGetRandomBytes, Error::General("no memory".to_owned())] {
            let error = io::Error::new(io::ErrorKind::InvalidData, error);
            assert_eq!(HandshakeRefusal::of_io(&error).0, HandshakeRefusal::InternalError);
        }
    }
}
