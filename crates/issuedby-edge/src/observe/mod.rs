//! The access log, the events and the metrics of an edge.

pub(crate) mod access_record;
pub(crate) mod access_setting;
pub(crate) mod endpoint;
pub(crate) mod event;
pub(crate) mod event_limit;
pub(crate) mod events;
pub(crate) mod json_line;
pub(crate) mod log;
pub(crate) mod metrics;
#[cfg(test)]
mod page;
pub(crate) mod queue;
pub(crate) mod quiet_time;
