//! The upstreams of the configuration, and which of them serves a site.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::config::{self, ClientCertField, Config, HttpVersion, UpstreamAddress};
use crate::observe::event::Details;
use crate::observe::events;
use crate::observe::log::Log;
use crate::proxy::connector::{Connector, UpstreamClient, client_of};
use crate::proxy::lanes::{LaneHold, Lanes};
use crate::proxy::upstream_failure::{SeenProtocol, UpstreamFailure};
use crate::sites::account::Site;
use crate::sites::routes::{NoRoute, Routes};

/// An upstream: its settings, and the clients that send requests to it.
pub(crate) struct Upstream {
    clients: Clients,
    pub(crate) config: config::Upstream,
    pub(crate) address: String,
    /// Its place in the configuration.
    place: usize,
    seen: SeenProtocol,
}

/// All upstreams, and which of them serves which site.
pub(crate) struct Upstreams {
    upstreams: Vec<Upstream>,
    routes: Arc<Routes>,
}

impl Upstreams {
    pub(crate) fn new(config: &Config, routes: Arc<Routes>) -> Self {
        let upstream = |(place, upstream): (usize, &config::Upstream)| {
            let connector = Connector::new(config, upstream);
            let seen = connector.seen.clone();
            Upstream {
                seen,
                clients: Clients::new(upstream.http, connector),
                config: upstream.clone(),
                address: upstream.address.get_ref().to_string(),
                place,
            }
        };
        Self { upstreams: config.upstream.iter().enumerate().map(upstream).collect(), routes }
    }

    /// The upstream of a site.
    pub(crate) fn of(&self, site: &Site) -> Result<&Upstream, NoRoute> {
        let place = self.routes.find(&site.domain, &site.account.name)?;
        self.upstreams.get(place).ok_or(NoRoute::NotConfigured)
    }
}

/// The clients of one upstream.
enum Clients {
    /// One, with a connection for each request in flight.
    Http1(Box<UpstreamClient>),
    /// One for each connection.
    Http2(Lanes),
}

impl Clients {
    fn new(http: HttpVersion, connector: Connector) -> Self {
        match http {
            HttpVersion::Http1 => Self::Http1(Box::new(client_of(http, connector))),
            HttpVersion::Http2 => Self::Http2(Lanes::new(connector)),
        }
    }
}

impl Upstream {
    /// The client for the next request, and the lane that the request holds until its response has ended.
    pub(crate) fn client(&self) -> (UpstreamClient, Option<LaneHold>) {
        match &self.clients {
            Clients::Http1(client) => (UpstreamClient::clone(client), None),
            Clients::Http2(lanes) => {
                let lane = lanes.take();
                (lane.client().clone(), Some(lane))
            }
        }
    }

    pub(crate) fn place(&self) -> usize {
        self.place
    }

    pub(crate) fn sends_client_cert(&self) -> bool {
        self.config.client_cert != ClientCertField::Off
    }

    pub(crate) fn is_unix(&self) -> bool {
        matches!(self.config.address.get_ref(), UpstreamAddress::Unix(_))
    }

    /// Logs that it could not be reached, or did not respond as it should: its address, the cause, and the remedy.
    pub(crate) fn log_failure(&self, log: &Log, failure: UpstreamFailure, error: &dyn Error) {
        let failure = self.seen.explain(failure);
        log.limited("warning", (events::UPSTREAM_FAILED, self.place), || {
            let error = with_causes(error);
            let message = match failure.cause() {
                Some(cause) => format!("{}: {cause} ({error})", self.address),
                None => format!("{}: {error}", self.address),
            };
            Details { message, remedy: Some(failure.remedy().into()), ..Details::default() }
        });
    }
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upstream").field("address", &self.address).finish_non_exhaustive()
    }
}

/// The message of an error, followed by its causes.
fn with_causes(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message.push_str(": ");
        message.push_str(&error.to_string());
        cause = error.source();
    }
    message
}
