//! The protocol of a connection that does not begin with TLS, by its first bytes.

/// The number of bytes that tell the protocols apart: the signature of the PROXY protocol, version 2.
pub(crate) const MAX_FIRST_BYTES: usize = 12;

/// A protocol that clients and balancers speak in the place of TLS.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum OtherProtocol {
    /// HTTP without TLS (RFC 9112), or HTTP/2 with prior knowledge (RFC 9113 section 3.3).
    Http,
    /// The PROXY protocol, version 1 or 2, which balancers write before the bytes of the client.
    Proxy,
}

impl OtherProtocol {
    /// The protocol that begins with these bytes, if it is one of these.
    pub(crate) fn of(first: &[u8]) -> Option<Self> {
        const METHODS: [&[u8]; 9] = [
            b"GET ",
            b"POST ",
            b"PUT ",
            b"HEAD ",
            b"DELETE ",
            b"OPTIONS ",
            b"PATCH ",
            b"CONNECT ",
            b"PRI * HTTP",
        ];
        if first.starts_with(b"PROXY ") || first.starts_with(b"\r\n\r\n\0\r\nQUIT\n") {
            return Some(Self::Proxy);
        }
        METHODS.iter().any(|method| first.starts_with(method)).then_some(Self::Http)
    }

    /// The sentence for people, without a final period.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::Http => "the client sent HTTP without TLS, as for http:// in place of https://",
            Self::Proxy => {
                "the connection began with the PROXY protocol in place of TLS, as a balancer writes it"
            }
        }
    }

    /// The remedy.
    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::Http => "write https:// in the address that the client uses",
            Self::Proxy => {
                "switch the PROXY protocol off at the balancer, towards this edge: the edge reads TLS from the first byte"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_are_known_by_their_first_bytes_and_tls_is_none_of_them() {
        for (first, protocol) in [
            (&b"PROXY TCP4 1"[..], Some(OtherProtocol::Proxy)),
            (b"\r\n\r\n\0\r\nQUIT\n", Some(OtherProtocol::Proxy)),
            (b"GET / HTTP/1", Some(OtherProtocol::Http)),
            (b"PRI * HTTP/2", Some(OtherProtocol::Http)),
            (b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\0", None),
            (b"SSH-2.0-Open", None),
            (b"PROX", None),
            (b"", None),
        ] {
            assert_eq!(OtherProtocol::of(first), protocol, "{first:?}");
        }
    }
}
