//! An event: what it says, and how it waits to be logged.

use std::borrow::Cow;
use std::net::IpAddr;

use serde::Serialize;

use crate::observe::events::EventName;

/// An event: something that happened to the edge itself.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// The time, RFC 3339 in UTC; `@` and Unix seconds where the clock shows a time after 9999.
    pub time: String,
    /// `info`, `warning` or `error`.
    pub level: &'static str,
    /// Its stable name.
    pub event: &'static str,
    /// A sentence for people.
    pub message: String,
    /// The number of events of its kind that it stands for, itself included: more than 1 where clients cause more than one in a
    /// second. The other fields are then those of one of them.
    pub count: u64,
    /// The client's address, where one caused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IpAddr>,
    /// The SNI of the handshake, at most [`MAX_LOGGED_SERVER_NAME`](crate::limits::MAX_LOGGED_SERVER_NAME) characters
    /// of it, and `…` for the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
    /// SHA-256 of the certificate that the client presented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// The stable name of the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// The remedy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Cow<'static, str>>,
}

/// The details of an event beside its name: a sentence, and the fields of [`Event`] that apply.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Details {
    pub(crate) message: String,
    pub(crate) client: Option<IpAddr>,
    pub(crate) server_name: Option<String>,
    pub(crate) certificate: Option<String>,
    pub(crate) reason: Option<&'static str>,
    pub(crate) remedy: Option<Cow<'static, str>>,
}

impl From<String> for Details {
    fn from(message: String) -> Self {
        Self { message, ..Self::default() }
    }
}

/// An event that is logged now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Pending {
    pub(crate) level: &'static str,
    pub(crate) event: EventName,
    pub(crate) details: Details,
    /// The number of events of this kind that it stands for, itself included.
    pub(crate) count: u64,
}
