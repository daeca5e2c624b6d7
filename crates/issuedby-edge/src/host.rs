//! For which domain a request is.

use hyper::header::HOST;
use hyper::http::uri::Authority;
use hyper::{HeaderMap, Uri, Version};

/// The domain of a request: lower-cased, without port and trailing dot.
///
/// # Errors
///
/// A sentence for a 400: none where one is required (RFC 9112 section 3.2), several, one that is no authority, or two
/// that differ (RFC 9113 section 8.3.1).
pub(crate) fn domain_of(uri: &Uri, headers: &HeaderMap, version: Version) -> Result<String, &'static str> {
    let mut hosts = headers.get_all(HOST).iter();
    let (host, more) = (hosts.next(), hosts.next());
    if more.is_some() {
        return Err("the request has several Host fields");
    }
    if host.is_none() && version < Version::HTTP_2 {
        return Err("the request has no Host field");
    }
    let host = match host {
        None => None,
        Some(value) => {
            let authority = value.to_str().ok().and_then(|text| text.parse::<Authority>().ok());
            Some(domain(&authority.ok_or("the Host field is not the name of a host")?)?)
        }
    };
    let target = uri.authority().map(domain).transpose()?;
    match (target, host) {
        (Some(target), Some(host)) if target != host => {
            Err("the request's target and its Host field name different hosts")
        }
        (Some(domain), _) | (None, Some(domain)) => Ok(domain),
        (None, None) => Err("the request names no host"),
    }
}

fn domain(authority: &Authority) -> Result<String, &'static str> {
    let host = authority.host();
    if authority.as_str().contains('@') || host.is_empty() {
        return Err("the host of the request is not the name of a host");
    }
    let rest = authority.as_str().get(host.len()..).unwrap_or_default();
    let is_port = |text: &str| text.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
    if !rest.is_empty() && rest != ":" && !is_port(rest) {
        return Err("the host of the request is not the name of a host");
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    Ok(host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(uri: &str, hosts: &[&str], version: Version) -> Result<String, &'static str> {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(HOST, host.parse().unwrap());
        }
        domain_of(&uri.parse().unwrap(), &headers, version)
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
    fn what_is_no_host_is_refused() {
        for host in ["", "user@a.example", "a.example:99999", "a.example:x", "a b", "a.example/path", ":443"]
        {
            assert!(of("/", &[host], Version::HTTP_11).is_err(), "{host}");
        }
    }
}
