//! The file descriptors that the process may have, beside those that its limits need.

use crate::config::Config;
use crate::limits::{MAX_IDLE_UPSTREAM_CONNECTIONS, MAX_METRICS_CONNECTIONS, SPARE_DESCRIPTORS};

/// Raises the process's limit of file descriptors as far as it may.
pub(crate) fn raise() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let most = getrlimit(Resource::Nofile).maximum;
        // Where it is refused the limit stays, which is no worse than before.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: most, maximum: most });
    }
}

/// The most that the process may have after [`raise`].
pub(crate) fn available() -> Option<u64> {
    #[cfg(unix)]
    {
        rustix::process::getrlimit(rustix::process::Resource::Nofile).maximum
    }
    #[cfg(not(unix))]
    None
}

/// The most descriptors that an edge has with these limits.
pub(crate) fn needed(config: &Config) -> u64 {
    let size = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let idle = size(MAX_IDLE_UPSTREAM_CONNECTIONS).saturating_mul(size(config.upstream.len()));
    size(config.limits.connections.get())
        .saturating_add(size(config.limits.upstream_requests.get()))
        .saturating_add(idle)
        .saturating_add(size(MAX_METRICS_CONNECTIONS))
        .saturating_add(SPARE_DESCRIPTORS)
}

/// The finding and the remedy where the process may have fewer descriptors than its limits need.
pub(crate) fn shortage(config: &Config, available: Option<u64>) -> Option<(String, String)> {
    let (needed, available) = (needed(config), available?);
    (available < needed).then(|| {
        (
            format!("this process may have {available} file descriptors, and `[limits]` allows connections that need {needed}"),
            format!(
                "raise the limit (`LimitNOFILE={needed}` in the systemd unit, `--ulimit nofile={needed}` for a container), or \
                 lower `connections` and `upstream_requests` in `[limits]`"
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn config(limits: &str) -> Config {
        let text = format!(
            "listen = [\"127.0.0.1:0\"]\nregistry = \"r\"\n[[certificate]]\nchain = \"c\"\nkey = \"k\"\n\
             [[upstream]]\naddress = \"http://127.0.0.1:1\"\n[limits]\n{limits}"
        );
        Config::parse(&text, Path::new("edge.toml")).unwrap()
    }

    #[test]
    fn a_shortage_names_both_numbers_and_enough_is_none() {
        let config = config("connections = 100\nupstream_requests = 100");
        let needed = needed(&config);
        assert!((200..600).contains(&needed), "{needed}");
        assert_eq!(shortage(&config, Some(needed)), None);
        assert_eq!(shortage(&config, None), None, "no limit is enough");
        let (message, help) = shortage(&config, Some(needed - 1)).unwrap();
        assert!(message.contains(&needed.to_string()) && help.contains(&format!("LimitNOFILE={needed}")));
    }

    #[cfg(unix)]
    #[test]
    fn the_limit_is_raised_to_what_the_process_may_have() {
        raise();
        let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
        assert_eq!((limit.current, limit.maximum), (available(), available()));
    }
}
