//! The host of a request, read once (RFC 9110 section 7.2). `misdirected.rs` then finds its site.

use hyper::header::HOST;
use hyper::{HeaderMap, Method, Uri, Version};
use issuedby_registry::{DomainName, HostError};

use crate::proxy::proxy_error::ProxyError;

/// Refuses `CONNECT`, which makes tunnels (RFC 9110 section 9.3.6).
pub(crate) fn refuse_connect(method: &Method) -> Result<(), ProxyError> {
    match *method == Method::CONNECT {
        true => Err(ProxyError::NotImplemented),
        false => Ok(()),
    }
}

/// The domain of a request, in its one canonical form. No text of the request is used in its place afterwards.
///
/// # Errors
///
/// A sentence for a 400: no host where one is required (RFC 9112 section 3.2), several, one that is not a domain name, or two
/// that differ (RFC 9113 section 8.3.1).
pub(crate) fn domain_of(
    uri: &Uri,
    headers: &HeaderMap,
    version: Version,
) -> Result<DomainName, &'static str> {
    let mut hosts = headers.get_all(HOST).iter();
    let (host, more) = (hosts.next(), hosts.next());
    if more.is_some() {
        return Err("the request has several Host fields; send one");
    }
    if host.is_none() && version < Version::HTTP_2 {
        return Err("the request has no Host field; send one with the domain");
    }
    let read = |text: &[u8]| DomainName::from_host(text).map_err(HostError::message_and_remedy);
    let host = host.map(|value| read(value.as_bytes())).transpose()?;
    let target = uri.authority().map(|authority| read(authority.as_str().as_bytes())).transpose()?;
    match (target, host) {
        (Some(target), Some(host)) if target != host => {
            Err("the request's target and its Host field name different hosts; send the same in both")
        }
        (Some(domain), _) | (None, Some(domain)) => Ok(domain),
        (None, None) => Err("the request names no host; send `:authority` or a Host field"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(uri: &str, hosts: &[&str], version: Version) -> Result<String, &'static str> {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(HOST, host.parse().unwrap());
        }
        domain_of(&uri.parse().unwrap(), &headers, version).map(|domain| domain.to_string())
    }

    #[test]
    fn every_spelling_of_a_host_is_one_domain() {
        for host in [
            "api.example",
            "API.Example",
            "api.example.",
            "api.example:8443",
            "API.EXAMPLE.:443",
            "api.example:",
        ] {
            assert_eq!(of("/", &[host], Version::HTTP_11).as_deref(), Ok("api.example"), "{host}");
            let uri = format!("https://{host}/");
            assert_eq!(of(&uri, &[], Version::HTTP_2).as_deref(), Ok("api.example"), "{host}");
            assert_eq!(of(&uri, &["api.example"], Version::HTTP_11).as_deref(), Ok("api.example"), "{host}");
        }
    }

    #[test]
    fn repeated_conflicting_and_missing_hosts_are_refused() {
        assert!(of("/", &[], Version::HTTP_11).is_err());
        assert!(of("/", &[], Version::HTTP_10).is_err());
        assert!(of("/", &["a.example", "a.example"], Version::HTTP_11).is_err());
        assert!(of("https://a.example/", &["b.example"], Version::HTTP_11).is_err());
        assert!(of("https://a.example/", &["b.example"], Version::HTTP_2).is_err());
        assert!(of("https://a.example/", &["a.example", "a.example"], Version::HTTP_2).is_err());
        assert!(of("/", &[], Version::HTTP_2).is_err());
    }

    #[test]
    fn an_invalid_host_is_refused_wherever_it_stands() {
        for host in [
            "",
            "user@a.example",
            "a.example:99999",
            "a.example:x",
            "a.example:+443",
            "a.example..",
            "a.EXAMPLE..",
            "a.example..:443",
            "a%2eexample",
            "127.0.0.1",
            "[::1]:443",
            "a b",
            "a.example/path",
            ":443",
        ] {
            assert!(of("/", &[host], Version::HTTP_11).is_err(), "{host}");
            assert!(of("https://a.example/", &[host], Version::HTTP_2).is_err(), "{host}");
            let target = format!("https://{host}/");
            // Text that is not a URI never becomes a request.
            if target
                .parse::<Uri>()
                .is_ok_and(|uri| uri.authority().is_some_and(|name| name.as_str() == host))
            {
                assert!(of(&target, &[], Version::HTTP_2).is_err(), "{host}");
                assert!(of(&target, &["a.example"], Version::HTTP_11).is_err(), "{host}");
            }
        }
    }
}
