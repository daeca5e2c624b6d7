//! The facts of a connection, and the rules that they meet.

use core::cell::OnceCell;
use core::net::IpAddr;

use super::network::PeerNetworks;
use super::trust::NotBelieved;
use crate::fingerprint::Fingerprint;
use crate::input::{CertificateInput, Form, InputKind};
use crate::limits::MAX_PEER_ADDRESS_SIZE;

/// The facts of the connection that a request came on, as the server's own socket has them.
///
/// Nothing here may come from the request: a peer address that a proxy protocol or a header field gave is no fact.
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct ConnectionFacts<'a> {
    unix_socket: bool,
    peer_address: Option<PeerAddress<'a>>,
    client_certificate: Option<ClientCertificate<'a>>,
}

/// The IP address of the peer, without a port.
#[derive(Clone, Copy, Debug)]
pub enum PeerAddress<'a> {
    /// The address.
    Ip(IpAddr),
    /// Its text (RFC 4291 section 2.2), as servers give it to applications. Text that is no address is never believed.
    Text(&'a str),
}

/// The certificate whose key the peer proved to hold in the TLS handshake.
#[derive(Clone, Copy, Debug)]
pub enum ClientCertificate<'a> {
    /// The one certificate, as DER or PEM. What is neither is never believed, and nor is a text with anything beside it
    /// that is a certificate or a private key.
    Bytes(&'a [u8]),
    /// Its SHA-256 fingerprint.
    Fingerprint(Fingerprint),
}

impl<'a> ConnectionFacts<'a> {
    /// A connection of which nothing is known: it is never believed.
    pub const fn new() -> Self {
        Self { unix_socket: false, peer_address: None, client_certificate: None }
    }

    /// True if the connection came over a Unix domain socket.
    pub const fn unix_socket(mut self, unix_socket: bool) -> Self {
        self.unix_socket = unix_socket;
        self
    }

    /// The IP address of the peer: an [`IpAddr`] or its text.
    pub fn peer_address(mut self, address: impl Into<PeerAddress<'a>>) -> Self {
        self.peer_address = Some(address.into());
        self
    }

    /// The client certificate of the TLS handshake: DER or PEM, or its [`Fingerprint`].
    pub fn client_certificate(mut self, certificate: impl Into<ClientCertificate<'a>>) -> Self {
        self.client_certificate = Some(certificate.into());
        self
    }

    pub(super) fn is_unix_socket(&self) -> bool {
        self.unix_socket
    }
}

/// The facts as they were read: each at most once, and only if a rule or the message asks for it.
///
/// The rules and the message to the operator rest on the same values.
pub(super) struct ReadFacts<'a> {
    facts: &'a ConnectionFacts<'a>,
    peer: OnceCell<Result<IpAddr, NotBelieved>>,
    fingerprint: OnceCell<Result<Fingerprint, NotBelieved>>,
}

impl<'a> ReadFacts<'a> {
    pub(super) const fn new(facts: &'a ConnectionFacts<'a>) -> Self {
        Self { facts, peer: OnceCell::new(), fingerprint: OnceCell::new() }
    }

    pub(super) fn is_unix_socket(&self) -> bool {
        self.facts.is_unix_socket()
    }

    /// The peer's address, if the connection can have one.
    pub(super) fn peer(&self) -> Result<IpAddr, NotBelieved> {
        *self.peer.get_or_init(|| {
            let written = self.facts.peer_address.ok_or(NotBelieved::PeerAddressMissing)?;
            match (read(written), self.is_unix_socket()) {
                (read, false) => read,
                // A Unix socket has no peer address: this one is from a header field.
                (Ok(_), true) => Err(NotBelieved::PeerAddressOnUnixSocket),
                // Some servers have a word such as `<local>` there.
                (Err(_), true) => Err(NotBelieved::PeerAddressMissing),
            }
        })
    }

    /// The fingerprint of the client certificate.
    pub(super) fn fingerprint(&self) -> Result<Fingerprint, NotBelieved> {
        *self.fingerprint.get_or_init(|| match self.facts.client_certificate {
            None => Err(NotBelieved::ClientCertificateMissing),
            Some(ClientCertificate::Fingerprint(fingerprint)) => Ok(fingerprint),
            Some(ClientCertificate::Bytes(bytes)) => {
                fingerprint_of_one(bytes).ok_or(NotBelieved::ClientCertificateUnreadable)
            }
        })
    }

    pub(super) fn meet_unix_socket(&self) -> Result<(), NotBelieved> {
        if self.is_unix_socket() { Ok(()) } else { Err(NotBelieved::NotAUnixSocket) }
    }

    pub(super) fn meet_networks(&self, networks: &PeerNetworks) -> Result<(), NotBelieved> {
        let peer = self.peer()?;
        if networks.contain(peer) { Ok(()) } else { Err(NotBelieved::PeerAddressNotListed) }
    }

    pub(super) fn meet_fingerprints(&self, edges: &[Fingerprint]) -> Result<(), NotBelieved> {
        let shown = self.fingerprint()?;
        if edges.contains(&shown) { Ok(()) } else { Err(NotBelieved::ClientCertificateNotListed) }
    }
}

/// The fingerprint of the only certificate in DER or PEM.
///
/// The peer proved to hold one key. Of several certificates nothing tells which one has it, not even that it is no CA: a
/// peer that shows its own CA certificate can append that of the edge, which is public. RFC 9440 text is what a header
/// field has, and no handshake.
fn fingerprint_of_one(bytes: &[u8]) -> Option<Fingerprint> {
    let input = CertificateInput::read(bytes, InputKind::Bytes).ok().filter(|_| !bytes.is_empty())?;
    let is_of_a_handshake = matches!(input.form(), Form::Der | Form::Pem) && !input.has_private_key();
    let mut certificates = input.into_certificates();
    match (certificates.next(), certificates.next()) {
        (Some(only), None) if is_of_a_handshake => Some(Fingerprint::of(&only)),
        _ => None,
    }
}

/// Reads an address, an IPv4-mapped one (RFC 4291 section 2.5.5.2) as the IPv4 address that it is.
fn read(address: PeerAddress<'_>) -> Result<IpAddr, NotBelieved> {
    match address {
        PeerAddress::Ip(address) => Ok(address.to_canonical()),
        // The same address exists on every link: no network holds the zone (RFC 4007 section 11).
        PeerAddress::Text(text) if text.contains('%') => Err(NotBelieved::PeerAddressHasZone),
        PeerAddress::Text(text) if text.len() > MAX_PEER_ADDRESS_SIZE => {
            Err(NotBelieved::PeerAddressUnreadable)
        }
        PeerAddress::Text(text) => text
            .parse::<IpAddr>()
            .map(|address| address.to_canonical())
            .map_err(|_| NotBelieved::PeerAddressUnreadable),
    }
}

impl From<IpAddr> for PeerAddress<'_> {
    fn from(address: IpAddr) -> Self {
        Self::Ip(address)
    }
}

impl<'a> From<&'a str> for PeerAddress<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for ClientCertificate<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<Fingerprint> for ClientCertificate<'_> {
    fn from(fingerprint: Fingerprint) -> Self {
        Self::Fingerprint(fingerprint)
    }
}
