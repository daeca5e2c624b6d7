//! What an edge removes from every request before it adds its own fields, and how it marks responses.

/// How the names begin that only an edge may write, in lower case.
pub const RESERVED_PREFIXES: &[&str] = &["client-cert", "client-mtls-"];

/// Whether a request field or trailer with this name must be removed before a request goes on.
///
/// On **every** request, whether or not its client has a certificate (RFC 9440 section 2.4). Names are compared
/// in any case, and `_` counts as `-`: CGI and what descends from it give `Client_Cert` and `Client-Cert` the
/// same variable.
pub fn must_strip(name: &[u8]) -> bool {
    let as_reserved = |octet: &u8| if *octet == b'_' { b'-' } else { octet.to_ascii_lowercase() };
    RESERVED_PREFIXES.iter().any(|prefix| {
        name.get(..prefix.len()).is_some_and(|start| start.iter().map(as_reserved).eq(prefix.bytes()))
    })
}

/// Whether a value of `Vary` names `Client-Cert` or `Client-Cert-Chain`.
///
/// An edge then writes `Vary: *` towards the client: nobody in front of it sends these fields, so no cache could
/// tell two clients apart by them (RFC 9440 section 2.4).
pub fn vary_names_client_cert(value: &[u8]) -> bool {
    value.split(|octet| *octet == b',').map(<[u8]>::trim_ascii).any(|name| {
        name.eq_ignore_ascii_case(b"client-cert") || name.eq_ignore_ascii_case(b"client-cert-chain")
    })
}
