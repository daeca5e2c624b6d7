//! Certificates of the edge and of CAs whose time is over, near its end, or to come.

use std::ops::ControlFlow;

use issuedby::{CaCertificate, check_time};
use issuedby_registry::{AccountName, Registry};

use super::commands::registry_command;
use super::dates::{date_time, days_between, is_comparable};
use super::findings::{CHECK_INCOMPLETE, Findings, Kind, remedy_of};
use crate::config::Config;
use crate::limits::{EXPIRY_WARNING, MAX_CHECKED_CAS};
use crate::observe::events;
use crate::tls::certificates::{ServerCertificates, Validity};

static CERTIFICATE_EXPIRED: Kind =
    Kind::warning(events::CERTIFICATE_EXPIRED, "server certificates that have expired");
static CERTIFICATE_EXPIRES: Kind =
    Kind::warning(events::CERTIFICATE_EXPIRES, "server certificates that expire soon");
static CERTIFICATE_NOT_YET_VALID: Kind =
    Kind::warning(events::CERTIFICATE_NOT_YET_VALID, "server certificates that are not valid yet");
static CERTIFICATE_DATES_UNREADABLE: Kind =
    Kind::warning(events::CERTIFICATE_DATES_UNREADABLE, "server certificates whose dates cannot be read");
static CA_EXPIRED: Kind = Kind::warning(events::CA_EXPIRED, "CAs that have expired");
static CA_EXPIRES: Kind = Kind::warning(events::CA_EXPIRES, "CAs that expire soon");
static CA_NOT_YET_VALID: Kind = Kind::warning(events::CA_NOT_YET_VALID, "CAs that are not valid yet");
static CLOCK_OUT_OF_RANGE: Kind = Kind::error(events::CLOCK_OUT_OF_RANGE, "clocks");

/// The state of a certificate that is not valid, or not for long.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Expired,
    Expires,
    NotYetValid,
}

impl State {
    /// None where it is valid, and will be for longer than [`EXPIRY_WARNING`].
    fn of(validity: Validity, now: i64) -> Option<Self> {
        match validity {
            Validity { not_after, .. } if not_after < now => Some(Self::Expired),
            Validity { not_before, .. } if now < not_before => Some(Self::NotYetValid),
            Validity { not_after, .. } if not_after <= soon(now) => Some(Self::Expires),
            _ => None,
        }
    }

    fn sentence(self, validity: Validity, now: i64) -> String {
        let Validity { not_before, not_after } = validity;
        match self {
            Self::Expired => {
                format!("expired on {}, {} ago", date_time(not_after), days_between(now, not_after))
            }
            Self::Expires => {
                format!("expires on {}, in {}", date_time(not_after), days_between(now, not_after))
            }
            Self::NotYetValid => {
                format!("is not valid before {}, in {}", date_time(not_before), days_between(now, not_before))
            }
        }
    }
}

/// The time until which certificates should be valid.
fn soon(now: i64) -> i64 {
    now.saturating_add_unsigned(EXPIRY_WARNING.as_secs())
}

/// The time, unless the clock says what cannot be: that is reported in place of every certificate.
pub(super) fn comparable(now: i64, findings: &mut Findings) -> Option<i64> {
    if is_comparable(now) {
        return Some(now);
    }
    findings.add(&CLOCK_OUT_OF_RANGE, || {
        let message = format!(
            "the clock says {}, which is before 1970 or after 9999; every connection is refused \
             (`invalid_check_time`)",
            date_time(now)
        );
        (message, "set the clock of this machine".to_owned())
    });
    None
}

pub(super) fn check_server_certificates(
    certificates: &ServerCertificates,
    now: i64,
    findings: &mut Findings,
) {
    for certificate in certificates.all() {
        for (place, validity) in certificate.validities.iter().enumerate() {
            let name = match place {
                0 => format!("the server certificate `{}`", certificate.file),
                _ => format!("the certificate {} of the chain `{}`", place + 1, certificate.file),
            };
            let validity = match validity {
                Ok(validity) => *validity,
                Err(error) => {
                    findings.add(&CERTIFICATE_DATES_UNREADABLE, || {
                        let remedy = "look at its dates with `openssl x509 -noout -dates`".to_owned();
                        (format!("the dates of {name} cannot be read: {error}"), remedy)
                    });
                    continue;
                }
            };
            let Some(state) = State::of(validity, now) else { continue };
            let (kind, remedy) = match state {
                State::Expired => (&CERTIFICATE_EXPIRED, "renew it"),
                State::Expires => (&CERTIFICATE_EXPIRES, "renew it"),
                State::NotYetValid => (
                    &CERTIFICATE_NOT_YET_VALID,
                    "give one that is valid, and check the clock of this machine",
                ),
            };
            findings.add(kind, || {
                let remedy = format!("{remedy}; the edge reads the file again when it changes");
                (format!("{name} {}", state.sentence(validity, now)), remedy)
            });
        }
    }
}

/// The CAs of all accounts.
pub(super) fn check_cas(config: &Config, registry: &mut dyn Registry, now: i64, findings: &mut Findings) {
    let range = (check_time(now), check_time(soon(now)));
    let looked_at = registry.for_each_ca_not_valid_throughout(range, MAX_CHECKED_CAS, &mut |ca| {
        let dates = (ca.not_before.as_secs(), ca.not_after.as_secs());
        let (named, id) = (format!("`{}` (`{}`)", ca.name, ca.id), ca.id.as_str());
        let ca = Ca { account: &ca.account, named: &named, id, validity: validity_of(dates) };
        check_ca(config, &ca, now, findings);
        ControlFlow::Continue(())
    });
    match looked_at {
        Ok(looked_at) if looked_at < MAX_CHECKED_CAS => {}
        Ok(_) => findings.add(&CHECK_INCOMPLETE, || {
            let message =
                format!("only the first {MAX_CHECKED_CAS} CAs of the registry were checked for their dates");
            (message, String::new())
        }),
        Err(error) => findings.add(&CHECK_INCOMPLETE, || {
            let message = format!("the CAs of the registry could not be read: {error}");
            (message, remedy_of(&error))
        }),
    }
}

/// The CAs of an account.
pub(super) fn check_cas_of(
    config: &Config,
    account: &AccountName,
    cas: &[CaCertificate],
    now: i64,
    findings: &mut Findings,
) {
    for ca in cas {
        let id = ca.id().unwrap_or_default();
        let dates = (ca.not_before().as_secs(), ca.not_after().as_secs());
        let ca = Ca { account, named: &format!("`{id}`"), id, validity: validity_of(dates) };
        check_ca(config, &ca, now, findings);
    }
}

/// A CA of an account, as findings name it.
struct Ca<'a> {
    account: &'a AccountName,
    named: &'a str,
    id: &'a str,
    validity: Validity,
}

/// The validity between two times in Unix seconds.
fn validity_of((not_before, not_after): (u64, u64)) -> Validity {
    let seconds = |time: u64| i64::try_from(time).unwrap_or(i64::MAX);
    Validity { not_before: seconds(not_before), not_after: seconds(not_after) }
}

fn check_ca(config: &Config, ca: &Ca<'_>, now: i64, findings: &mut Findings) {
    let Ca { account, named, id, validity } = *ca;
    let Some(state) = State::of(validity, now) else { return };
    let (kind, refused) = match state {
        State::Expired => (&CA_EXPIRED, "; its clients are refused"),
        State::Expires => (&CA_EXPIRES, ""),
        State::NotYetValid => (&CA_NOT_YET_VALID, "; its clients are refused until then"),
    };
    findings.add(kind, || {
        let command = |command: &str| registry_command(config, command, account.as_str());
        let create = command("ca-certificate create --name NAME --cert FILE");
        let remedy = match state {
            State::Expires => format!("add its successor, while the edge runs: {create}"),
            State::Expired => {
                let delete = command(&format!("ca-certificate delete --cert-id {id}"));
                format!(
                    "renew the CA with the same name and the same key, so that its clients stay valid, and add it while the edge \
                     runs: {create}; and remove this one: {delete}"
                )
            }
            State::NotYetValid => {
                format!("check the clock of this machine, or add one that is valid: {create}")
            }
        };
        (
            format!("the CA {named} of the account `{account}` {}{refused}", state.sentence(validity, now)),
            remedy,
        )
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_reported_from_two_weeks_before_its_end() {
        let day = 24 * 60 * 60;
        let validity = Validity { not_before: 0, not_after: 100 * day };
        for (now, expected) in [
            (-1, Some(State::NotYetValid)),
            (0, None),
            (86 * day - 1, None),
            (86 * day, Some(State::Expires)),
            (100 * day, Some(State::Expires)),
            (100 * day + 1, Some(State::Expired)),
            (i64::MAX, Some(State::Expired)),
            (i64::MIN, Some(State::NotYetValid)),
        ] {
            assert_eq!(State::of(validity, now), expected, "{now}");
        }
        assert_eq!(State::Expires.sentence(validity, 98 * day), "expires on 1970-04-11T00:00:00Z, in 2 days");
        let expired = State::Expired.sentence(validity, 101 * day);
        assert_eq!(expired, "expired on 1970-04-11T00:00:00Z, 1 day ago");
        // Dates that cannot be said are said somehow.
        let never = Validity { not_before: i64::MAX, not_after: i64::MAX };
        assert!(State::NotYetValid.sentence(never, i64::MIN).contains("seconds after 1970"));
    }

    #[test]
    fn a_clock_that_cannot_be_right_is_reported_and_nothing_is_compared() {
        for now in [i64::MIN, -1, 253_402_300_800, i64::MAX] {
            let mut findings = Findings::default();
            assert_eq!(comparable(now, &mut findings), None);
            let all = findings.into_vec();
            assert!(matches!(&*all, [only] if only.event() == "clock_out_of_range"), "{all:?}");
        }
        assert_eq!(comparable(0, &mut Findings::default()), Some(0));
    }
}
