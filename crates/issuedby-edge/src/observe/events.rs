//! The names of all events, and what the page `OBSERVABILITY.md` says about each.

/// The stable name of an event.
///
/// Only the table below makes names, so that the page has every event. A name that nothing logs is a warning of the
/// compiler.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct EventName(&'static str);

impl EventName {
    /// The name as the log has it.
    pub(crate) const fn as_str(self) -> &'static str {
        self.0
    }

    /// A name that is no event of an edge.
    #[cfg(test)]
    pub(crate) const fn of_test(name: &'static str) -> Self {
        Self(name)
    }
}

/// The row of an event on the page.
#[cfg(test)]
pub(crate) struct EventRow {
    pub(crate) name: &'static str,
    pub(crate) level: &'static str,
    pub(crate) fields: &'static str,
    pub(crate) meaning: &'static str,
    pub(crate) remedy: &'static str,
}

/// Groups of events: the constant of each, its name, level, fields, meaning and remedy.
macro_rules! events {
    ($($title:literal { $($constant:ident = $name:literal, $level:literal, $fields:expr, $meaning:literal, $remedy:literal;)+ })+) => {
        $($(pub(crate) const $constant: EventName = EventName($name);)+)+

        /// Every event, by group.
        #[cfg(test)]
        pub(crate) const GROUPS: &[(&str, &[EventRow])] = &[$(
            ($title, &[$(EventRow {
                name: $name,
                level: $level,
                fields: $fields,
                meaning: $meaning,
                remedy: $remedy,
            },)+]),
        )+];
    };
}

/// The fields beside those that every event has: none.
#[cfg(test)]
const NONE: &str = "";
/// One event a second stands for all others of its kind.
#[cfg(test)]
const LIMITED: &str = "`count` may exceed 1";
/// The fields about a handshake.
#[cfg(test)]
const HANDSHAKE: &str = "`count` may exceed 1; `client`, `server_name`, `certificate`, `reason`, `remedy`";

#[rustfmt::skip]
events! {
    "Start and stop" {
        LISTENING = "listening", "info", NONE,
            "The edge accepts connections at the addresses in `message`.", "–";
        STOPPING = "stopping", "info", NONE,
            "The edge was stopped and accepts no more connections.", "–";
        STOPPED = "stopped", "info, warning", NONE,
            "The edge has ended. It is a warning if requests in flight were broken off after `shutdown_timeout`.",
            "raise `shutdown_timeout` if requests need longer";
        THREAD_DIED = "thread_died", "error", NONE,
            "The thread that follows the registry panicked. The edge ends with exit status 5.",
            "start the edge again, and report the defect";
        TASK_DIED = "task_died", "error", NONE,
            "The task of a listener or of `/metrics` panicked. The edge ends with exit status 5.",
            "start the edge again, and report the defect";
        TASK_PANICKED = "task_panicked", "error", LIMITED,
            "The task of a connection panicked. It costs that connection.",
            "report the defect";
    }
    "Connections and handshakes" {
        ACCEPT_FAILED = "accept_failed", "error", LIMITED,
            "The system gave no connection to the edge. The edge tries again after 50 ms.",
            "raise the limit of open files if `message` names it";
        CONNECTIONS_FULL = "connections_full", "warning", LIMITED,
            "As many connections are open as `connections` allows. New ones wait.",
            "raise `connections`, unless it is an attack";
        HANDSHAKE_REFUSED = "handshake_refused", "info, warning, error", HANDSHAKE,
            "A handshake failed. `reason` is one of the results of a handshake.",
            "the field `remedy`";
        NO_CERTIFICATE = "no_certificate", "info", "`count` may exceed 1; `client`, `server_name`, `remedy`",
            "A client sent no certificate, and the handshake named CAs. It may have one of another CA. It comes once in 10 minutes for each account.",
            "give the client its certificate and key; `ca_hints = \"omit\"` shows which certificate it has";
        CERTIFICATE_REFUSED = "certificate_refused", "info", "`count` may exceed 1; `client`, `certificate`, `reason`, `remedy`",
            "A client's certificate was refused. `message` has the cause. It comes once a minute for each account and reason, and apart for certificates that a CA did sign; each request has its access line.",
            "the field `remedy`";
    }
    "Requests and upstreams" {
        REQUEST_MALFORMED = "request_malformed", "info", LIMITED,
            "A request was not HTTP, or its head was too large. It has no access line.",
            "correct the client, or raise `max_header_bytes`";
        REQUEST_MISDIRECTED = "request_misdirected", "info", "`count` may exceed 1; `client`, `remedy`",
            "A request was for a host that is not a domain of the account of its handshake. It gets 421.",
            "the field `remedy`";
        TOO_MANY_LOOKUPS = "too_many_lookups", "warning", LIMITED,
            "A source asks for more than 20 new domains a second on open connections, or too many domains wait to be looked up. Its requests for more get 421.",
            "find the client";
        TOO_MANY_BROKEN_OFF = "too_many_broken_off", "warning", LIMITED,
            "A source breaks off more requests than it may. Its connections are closed.",
            "raise `broken_off_per_source`, unless it is an attack";
        NO_UPSTREAM = "no_upstream", "warning", LIMITED,
            "No `[[upstream]]` has the domain and its account. The request gets 502.",
            "write the lines that `message` names, and restart the edge";
        UPSTREAM_BUSY = "upstream_busy", "warning", LIMITED,
            "As many requests are at upstreams as the limit in `message` allows. The request gets 503.",
            "raise that limit, unless it is an attack";
        UPSTREAM_FAILED = "upstream_failed", "warning", "`count` may exceed 1; `remedy`",
            "The upstream is not there, did not respond in time, or not as it should. `message` has its address and the cause. The request gets 502 or 504.",
            "the field `remedy`";
        RESPONSE_BROKEN_OFF = "response_broken_off", "warning", LIMITED,
            "The upstream broke off the body of a response.",
            "look at the upstream";
    }
    "Registry and accounts" {
        REGISTRY_LOST = "registry_lost", "error", NONE,
            "The registry cannot be read. The last CAs are used until `max_stale`.",
            "mend what `message` names before `max_stale` has passed";
        REGISTRY_BACK = "registry_back", "info", NONE,
            "The registry can be read again.", "–";
        REGISTRY_REPLACED = "registry_replaced", "warning", NONE,
            "The registry was restored or replaced. Everything in it is read again, and upstreams keep their accounts.",
            "reload the edge (SIGHUP) if an upstream must serve another account";
        CA_SET_STALE = "ca_set_stale", "error", NONE,
            "The registry was not read for `max_stale`. No client is verified any more.",
            "make the registry readable";
        CAS_CHANGED = "cas_changed", "info, warning", NONE,
            "The CAs of an account changed. It is a warning if none is left.",
            "add a CA with `issuedby ca-certificate create` if none is left";
        CA_LEFT_OUT = "ca_left_out", "warning", NONE,
            "A CA of an account cannot be used. Its clients are not verified.",
            "replace the CA";
        ACCOUNT_FAILED = "account_failed", "error", LIMITED,
            "The CAs of an account cannot be used. Its domain is not served.",
            "mend what `message` names";
        LOOKUP_FAILED = "lookup_failed", "error", LIMITED,
            "A domain could not be looked up in the registry. It is not served.",
            "mend what `message` names";
        DEFAULT_UPSTREAM_AMBIGUOUS = "default_upstream_ambiguous", "warning", NONE,
            "The registry has several accounts, and an `[[upstream]]` names none of them.",
            "write `account`, or `accounts = \"all\"`";
    }
    "Reload" {
        CERTIFICATES_RELOADED = "certificates_reloaded", "info", NONE,
            "The server certificates were read again.", "–";
        CERTIFICATES_REFUSED = "certificates_refused", "error", NONE,
            "The changed server certificates cannot be used. Those from before stay.",
            "mend the files that `message` names";
        RELOAD_FAILED = "reload_failed", "error", NONE,
            "A reload could not read the accounts. Upstreams stay with their accounts.",
            "reload the edge again (SIGHUP)";
        CONFIGURATION_CHANGED = "configuration_changed", "warning", NONE,
            "`edge.toml` changed since the start, and a reload does not read it.",
            "restart the edge";
    }
    "Findings, also of `--check`" {
        NOTHING_SERVED = "nothing_served", "error", NONE,
            "No active domain has an upstream and a valid server certificate. `--check` ends with 5.",
            "mend the other findings";
        NO_ACTIVE_DOMAIN = "no_active_domain", "warning", NONE,
            "The registry has no active domain yet. The edge serves the first one as soon as there is one.",
            "`issuedby domain add`, or `issuedby domain activate`";
        DOMAIN_WITHOUT_CERTIFICATE = "domain_without_certificate", "warning", NONE,
            "An active domain has no server certificate. Clients cannot use it.",
            "add a `[[certificate]]`";
        DOMAIN_WITHOUT_UPSTREAM = "domain_without_upstream", "warning", NONE,
            "An active domain has no upstream. Clients cannot use it.",
            "add an `[[upstream]]`";
        ACCOUNT_WITHOUT_CA = "account_without_ca", "warning", NONE,
            "An account with an active domain has no CA. None of its clients is verified.",
            "`issuedby ca-certificate create`";
        DESCRIPTORS_SHORT = "descriptors_short", "warning", NONE,
            "The process may have fewer open files than `[limits]` needs.",
            "raise the hard limit of open files, or lower `[limits]`";
        UPSTREAM_DOMAIN_UNKNOWN = "upstream_domain_unknown", "warning", NONE,
            "An upstream names a domain that the registry lacks.",
            "correct it, or `issuedby domain add`";
        UPSTREAM_ACCOUNT_UNKNOWN = "upstream_account_unknown", "warning", NONE,
            "An upstream names an account that the registry lacks.",
            "correct it, or `issuedby domain add`";
        DOMAIN_PENDING = "domain_pending", "warning", LIMITED,
            "An upstream names a pending domain, or a client asked for one.",
            "`issuedby domain activate`, after proof that the account controls the domain";
        CERTIFICATE_SHADOWED = "certificate_shadowed", "warning", NONE,
            "Two `[[certificate]]` entries have the same name. Its clients get the first.",
            "remove the name or the entry that is not used";
        CERTIFICATE_EXPIRED = "certificate_expired", "warning", NONE,
            "A server certificate, or one of its chain, has expired.",
            "renew it";
        CERTIFICATE_EXPIRES = "certificate_expires", "warning", NONE,
            "A server certificate, or one of its chain, expires within 14 days.",
            "renew it";
        CERTIFICATE_NOT_YET_VALID = "certificate_not_yet_valid", "warning", NONE,
            "A server certificate, or one of its chain, is not valid yet.",
            "check the clock, or use another certificate until then";
        CERTIFICATE_DATES_UNREADABLE = "certificate_dates_unreadable", "warning", NONE,
            "The dates of a server certificate cannot be read.",
            "replace it";
        CA_EXPIRED = "ca_expired", "warning", NONE,
            "A CA of an account has expired. None of its clients is verified.",
            "add the CA that follows it";
        CA_EXPIRES = "ca_expires", "warning", NONE,
            "A CA of an account expires within 14 days.",
            "add the CA that follows it";
        CA_NOT_YET_VALID = "ca_not_yet_valid", "warning", NONE,
            "A CA of an account is not valid yet.",
            "check the clock, or wait";
        UPSTREAM_SOCKET_MISSING = "upstream_socket_missing", "warning", NONE,
            "No Unix socket is at the path where an upstream should listen.",
            "start the upstream, or correct the path";
        FILE_PERMISSIONS = "file_permissions", "warning", NONE,
            "Other users can read a private key, or change a key, a certificate, the configuration or its folder.",
            "the `chmod` command that `message` names";
        CLOCK_OUT_OF_RANGE = "clock_out_of_range", "error", NONE,
            "The clock is before 1970 or after 9999. Every connection is refused, and dates are not compared.",
            "set the clock";
        CLOCK_BACK = "clock_back", "info", NONE,
            "The clock is in that range again. Connections are accepted.", "–";
        CHECK_INCOMPLETE = "check_incomplete", "warning", NONE,
            "The registry could not be read, or has more than 100 000 domains or CAs. The others were not checked.",
            "mend what `message` names";
    }
}
