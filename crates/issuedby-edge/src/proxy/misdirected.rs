//! Misdirected requests (RFC 9110 section 15.5.20): the host of a request must be a domain of the account of the SNI.

use std::sync::Arc;

use issuedby_registry::DomainName;

use crate::client::connection::Connection;
use crate::observe::event::Details;
use crate::observe::events;
use crate::proxy::proxy_error::ProxyError;
use crate::sites::account::Site;
use crate::sites::not_served::NotServed;

/// The site of a domain, if it is active and belongs to the account of the SNI; else the error of a 421.
///
/// A domain that was not asked for before is looked up, which is charged to the source: on an open connection a request
/// costs no handshake.
pub(crate) async fn site_of_sni_account(
    connection: &Connection,
    domain: &DomainName,
) -> Result<Arc<Site>, ProxyError> {
    let sites = &connection.context.sites;
    let site = match sites.known(domain) {
        Some(site) => Ok(site),
        None if may_look_up(connection) => sites.look_up(domain).await,
        None => return Err(ProxyError::Misdirected),
    };
    let refusal = match site {
        Ok(site) if Arc::ptr_eq(&site.account, &connection.account) => return Ok(site),
        Ok(_) => None,
        Err(why) => Some(why),
    };
    log(connection, domain, refusal.as_ref());
    Err(ProxyError::Misdirected)
}

/// Logs the cause and the remedy; `why` is that of a domain without a site, and `None` one of another account.
fn log(connection: &Connection, domain: &DomainName, why: Option<&NotServed>) {
    const REMEDY: &str = "let the client write no other host than that of its address (no `-H 'Host: ...'`), or connect with this name";

    let (context, account) = (&connection.context, &connection.account.name);
    if why == Some(&NotServed::TooManyLookups) {
        context.log.limited("warning", (events::TOO_MANY_LOOKUPS, 1), || {
            format!("a request for `{domain}` gets 421: too many other domains wait to be looked up")
        });
        return;
    }
    context.log.limited("info", (events::REQUEST_MISDIRECTED, 0), || Details {
        message: match why {
            Some(why) => format!("a request on a connection to the account `{account}` gets 421: {}", why.message(domain)),
            None => format!(
                "a request on a connection to the account `{account}` gets 421: `{domain}` is a domain of another account"
            ),
        },
        client: Some(connection.origin.peer.ip().to_canonical()),
        remedy: Some(match why.and_then(NotServed::remedy) {
            Some(remedy) => format!("{REMEDY}; if it should be served: {remedy}").into(),
            None => REMEDY.into(),
        }),
        ..Details::default()
    });
}

/// Charges a lookup to the source. Returns false, and logs it, where the source has asked for too many.
fn may_look_up(connection: &Connection) -> bool {
    let (context, source) = (&connection.context, connection.source());
    let may = context.limiters.lookups_of_source.take(&source, 1.0);
    if !may {
        context.log.limited("warning", (events::TOO_MANY_LOOKUPS, 0), || {
            format!(
                "the source {source} asks for more new domains in a second than it may; its requests for them get 421"
            )
        });
    }
    may
}
