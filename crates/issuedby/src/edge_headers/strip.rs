//! The fields that an edge removes from every request before it adds its own, and the mark of responses.

/// The beginnings of the names that only an edge may write, in lower case.
pub const RESERVED_PREFIXES: &[&str] = &["client-cert", "client-mtls-"];

/// The beginnings of the names of other gateways' fields that identify the client, in lower case.
///
/// nginx and Apache (`ssl-client-`, `x-ssl-`), AWS (`x-amzn-mtls-`), Google Cloud (`x-client-cert`), Azure
/// (`x-arr-clientcert`), Cloudflare (`cf-client-cert-`), Traefik and Envoy (`x-forwarded-`), CGI (`remote-user`).
const OTHER_GATEWAYS_PREFIXES: &[&str] = &[
    "cf-client-cert-",
    "remote-user",
    "ssl-client-",
    "tls-client-",
    "x-amzn-mtls-",
    "x-arr-clientcert",
    "x-client-cert",
    "x-clientcert",
    "x-client-dn",
    "x-client-s-dn",
    "x-client-subject",
    "x-client-verify",
    "x-forwarded-client-cert",
    "x-forwarded-tls-client-",
    "x-remote-user",
    "x-ssl-",
    "x-tls-client-",
];

/// Tells whether a request field or trailer with this name must be removed before a request goes on.
///
/// On **every** request, whether or not its client has a certificate (RFC 9440 section 2.4). Names are compared
/// in any case, and every byte that is neither a letter nor a digit counts as `-`: CGI and what descends from it give
/// `Client_Cert`, `Client.Cert` and `Client-Cert` the same variable.
pub fn must_strip(name: &[u8]) -> bool {
    starts_with_any(name, RESERVED_PREFIXES)
}

/// Tells whether another gateway names the client's certificate or the user in a field of this name, such as `SSL-Client-Verify`.
///
/// An edge removes these as well, unless it writes them itself: an application that once stood behind such a gateway
/// still believes them. Names are compared as in [`must_strip`].
pub fn names_client_elsewhere(name: &[u8]) -> bool {
    starts_with_any(name, OTHER_GATEWAYS_PREFIXES)
}

fn starts_with_any(name: &[u8], prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| {
        name.get(..prefix.len())
            .is_some_and(|start| start.iter().copied().map(canonical_byte).eq(prefix.bytes()))
    })
}

/// A byte of a field's name as it is compared: a lower-case letter, a digit, or `-` for everything else.
pub fn canonical_byte(byte: u8) -> u8 {
    match byte.is_ascii_alphanumeric() {
        true => byte.to_ascii_lowercase(),
        false => b'-',
    }
}

/// Tells whether a value of `Vary` names a field that only an edge may write, such as `Client-Cert`.
///
/// An edge then writes `Vary: *` towards the client: no one in front of it sends these fields, so no cache could
/// tell two clients apart by them (RFC 9440 section 2.4).
pub fn vary_names_client_cert(value: &[u8]) -> bool {
    value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).any(must_strip)
}
