//! Misdirected requests (RFC 9110 section 15.5.20): the host of a request must be a domain of the account of the SNI.

use std::sync::Arc;

use issuedby_registry::DomainName;

use crate::client::connection::Connection;
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
        Some(site) => Some(site),
        None if may_look_up(connection) => match sites.look_up(domain).await {
            Ok(site) => Some(site),
            Err(why) => {
                log_full_queue(connection, domain, &why);
                None
            }
        },
        None => None,
    };
    site.filter(|site| Arc::ptr_eq(&site.account, &connection.account)).ok_or(ProxyError::Misdirected)
}

/// Logs a lookup that found the queue full. Where the registry failed the lookup itself is logged, and a domain that is not
/// served is the client's mistake, which its access line shows.
fn log_full_queue(connection: &Connection, domain: &DomainName, why: &NotServed) {
    if *why == NotServed::TooManyLookups {
        connection.context.log.limited("warning", (events::TOO_MANY_LOOKUPS, 1), || {
            format!("a request for another host than that of its handshake gets 421: {}", why.message(domain))
        });
    }
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
