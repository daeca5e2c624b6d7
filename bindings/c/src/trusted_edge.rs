//! The trusted edge: are the headers of a request believed?

use std::ffi::c_char;

use issuedby::trusted_edge::{ConnectionFacts, Trust, TrustRule, TrustedEdge, TrustedEdgeError};

use super::c_types::{issuedby_bytes, issuedby_str, issuedby_string};
use super::failure::{Failure, issuedby_result};
use super::guard;
use super::handle::{self, Handle, Opaque};
use super::input;
use super::output::{ErrorSlot, Output};

/// A rule by which a connection is known to come from the edge.
#[repr(C)]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum issuedby_trust_rule {
    /// None: the headers are not believed.
    ISSUEDBY_TRUST_RULE_NONE = 0,
    /// The connection came over a Unix domain socket.
    ISSUEDBY_TRUST_RULE_UNIX_SOCKET = 1,
    /// The peer has an address in a listed network.
    ISSUEDBY_TRUST_RULE_PEER_NETWORKS = 2,
    /// The peer holds the key of a certificate with a listed fingerprint.
    ISSUEDBY_TRUST_RULE_EDGE_FINGERPRINTS = 3,
}

/// The facts of the connection that a request came on, as the server's own socket has them: nothing here may come from
/// the request. Initialise it with `= {0}` (C++: `= {}`): a zeroed struct is a connection of which nothing is
/// known, and never believed; a field that was forgotten in any other may hold anything.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct issuedby_connection_facts {
    /// 1 if the connection came over a Unix domain socket; any other value says that it did not.
    pub unix_socket: u8,
    /// The IP address of the peer as text, without a port; NULL and 0 if it is not known.
    pub peer_address: issuedby_str,
    /// The certificate whose key the peer proved to hold in the TLS handshake, DER or PEM, without its chain; NULL and 0 if
    /// there is none.
    pub client_certificate: issuedby_bytes,
}

/// The rules by which a server knows the connections of its edge, checked.
pub struct issuedby_trusted_edge {
    _opaque: (),
}

impl Opaque for issuedby_trusted_edge {
    type Inner = TrustedEdge;

    const TAG: u64 = u64::from_be_bytes(*b"ib/tedge");
    const KIND: &'static str = "an issuedby_trusted_edge";
}

impl From<TrustedEdgeError> for Failure {
    fn from(error: TrustedEdgeError) -> Self {
        Self::of(issuedby_result::ISSUEDBY_INVALID_OPTIONS, &error)
    }
}

impl issuedby_trust_rule {
    /// The rule that a connection meets. One that this binding does not know believes nothing here.
    fn of(met: TrustRule) -> Result<Self, Failure> {
        match met {
            TrustRule::UnixSocket => Ok(Self::ISSUEDBY_TRUST_RULE_UNIX_SOCKET),
            TrustRule::PeerNetworks => Ok(Self::ISSUEDBY_TRUST_RULE_PEER_NETWORKS),
            TrustRule::EdgeFingerprints => Ok(Self::ISSUEDBY_TRUST_RULE_EDGE_FINGERPRINTS),
            unknown => {
                let message =
                    format!("found the rule `{}`, for which issuedby.h has no number", unknown.code());
                Err(Failure::new(issuedby_result::ISSUEDBY_REJECTED, "unknown_trust_rule", message))
            }
        }
    }
}

/// Makes the trusted edge from its options: a JSON object with `unixSocket` (boolean), `peerNetworks` (array of
/// addresses and CIDR networks) and `edgeFingerprints` (array of SHA-256 fingerprints). One rule is enough to be
/// believed; no rule at all, unknown options and networks that hold everyone are refused.
///
/// # Safety
///
/// `options` is NULL or has `len` bytes; `edge` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_trusted_edge_new(
    options: *const c_char,
    len: usize,
    edge: *mut *mut issuedby_trusted_edge,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (edge, error) = unsafe { (Output::reset_to_null("edge", edge), ErrorSlot::reset(error)) };
    guard::fallible(error, || {
        let slot = edge.required()?;
        // SAFETY: the caller says that so many bytes may be read.
        let options = unsafe { input::bytes("options", options.cast(), len) }?;
        Ok((slot, Handle::new(TrustedEdge::from_json(options)?)))
    })
}

/// Decides whether the headers of a request on a connection are believed: ISSUEDBY_OK only if they are,
/// ISSUEDBY_REJECTED if they are not, another result if the call itself went wrong.
///
/// `rule`, which may be NULL, is the rule that the connection meets. For ISSUEDBY_REJECTED `error` has the code of the
/// reason, a message for the operator's log, never for the client, and the remedy. Without ISSUEDBY_OK, ignore and
/// remove every field for which issuedby_edge_headers_must_strip is true.
///
/// # Safety
///
/// `edge` is NULL or a handle; `facts` is NULL or points to facts whose fields are NULL or have as many bytes as they
/// say; `rule` and `error` are NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_trusted_edge_decide(
    edge: *const issuedby_trusted_edge,
    facts: *const issuedby_connection_facts,
    rule: *mut issuedby_trust_rule,
    error: *mut *mut issuedby_string,
) -> issuedby_result {
    // SAFETY: the caller says that both may be written.
    let (rule, error) = unsafe {
        (Output::reset("rule", rule, issuedby_trust_rule::ISSUEDBY_TRUST_RULE_NONE), ErrorSlot::reset(error))
    };
    let slot = rule.optional();
    let work = || {
        // SAFETY: the caller says that it is NULL or a handle.
        let edge = unsafe { handle::borrow("edge", edge) }?;
        // SAFETY: the caller says what it points to.
        let facts = unsafe { read_facts(facts) }?;
        Ok(edge.decide(&facts))
    };
    guard::fallible_with(error, work, |trust| match trust {
        Trust::Believed(met) => match issuedby_trust_rule::of(met) {
            Ok(rule) => {
                if let Some(slot) = slot {
                    slot.set(rule);
                }
                None
            }
            Err(failure) => Some(failure),
        },
        Trust::NotBelieved { reason, message } => Some(Failure {
            remedy: Some(reason.remedy().to_owned()),
            ..Failure::new(issuedby_result::ISSUEDBY_REJECTED, reason.code(), message)
        }),
    })
}

/// Frees a trusted edge. NULL is left alone.
///
/// # Safety
///
/// `edge` is NULL or a handle that nothing uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn issuedby_trusted_edge_free(edge: *mut issuedby_trusted_edge) {
    // SAFETY: the caller's promise is the same.
    unsafe { handle::free(edge) };
}

/// The facts that C hands over.
///
/// # Safety
///
/// As for issuedby_trusted_edge_decide.
unsafe fn read_facts<'a>(facts: *const issuedby_connection_facts) -> Result<ConnectionFacts<'a>, Failure> {
    // SAFETY: the caller says that it may be read.
    let [read] = (unsafe { input::array("facts", facts, 1) })? else { return Err(Failure::null("facts")) };
    // SAFETY: the caller says that each has as many bytes as it says.
    let (address, certificate) = unsafe {
        (
            input::optional_bytes("peer_address", read.peer_address.data.cast(), read.peer_address.len)?,
            input::optional_bytes(
                "client_certificate",
                read.client_certificate.data,
                read.client_certificate.len,
            )?,
        )
    };
    let mut facts = ConnectionFacts::new().unix_socket(read.unix_socket == 1);
    if let Some(address) = address {
        // Bytes that are no text are no address: the empty text is none either.
        facts = facts.peer_address(str::from_utf8(address).unwrap_or_default());
    }
    if let Some(certificate) = certificate {
        facts = facts.client_certificate(certificate);
    }
    Ok(facts)
}
