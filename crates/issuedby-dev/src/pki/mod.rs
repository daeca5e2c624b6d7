//! The throw-away certificates: authorities, what they issue, and what a scenario's client presents.

mod authority;
mod rework;

use std::net::Ipv4Addr;
use std::time::Duration;

use issuedby::{CaCertificate, Fingerprint};
use rcgen::{CustomExtension, ExtendedKeyUsagePurpose, IsCa, SanType};
use time::OffsetDateTime;

use crate::error::DevError;
use crate::scenario::Scenario;
pub(crate) use authority::{Authority, Identity};

/// The validity of everything.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The time since which everything is valid, for clocks that are behind.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// The padding of the certificate that does not fit into the Client-Cert field, in bytes: three quarters of the
/// field's limit are already too many, for base64 makes four characters of three bytes.
const PADDING: usize = issuedby::limits::DEFAULT_CLIENT_CERT_VALUE_SIZE;

/// An arc under which no one can register anything.
const PADDING_OID: &[u64] = &[2, 25, 0];

/// Everything of one run.
pub(crate) struct Pki {
    /// The CA that the policy names.
    pub(crate) ca: Authority,
    /// The same name and the same key, with a later validity.
    pub(crate) renewed_ca: Authority,
    /// The account's second CA.
    pub(crate) partner_ca: Authority,
    /// The CA of the edge's own certificate.
    pub(crate) server_ca: Authority,
    /// The edge's own certificate.
    pub(crate) server: Identity,
    clients: Vec<(Scenario, Identity)>,
}

impl Pki {
    /// Makes everything anew, relative to `now`.
    pub(crate) fn generate(now: OffsetDateTime) -> Result<Self, DevError> {
        let (since, until) = (now - HOUR, now + DAY);
        let ca = Authority::new("example-ca", since, until)?;
        let renewed_ca = ca.renewed(now, until + DAY)?;
        let partner_ca = Authority::new("partner-ca", since, until)?;
        let other_ca = Authority::new("other-ca", since, until)?;
        let impostor = Authority::new("example-ca", since, until)?;
        let intermediate = ca.intermediate("example-intermediate-ca", since, until)?;
        let server_ca = Authority::new("localhost-ca", since, until)?;
        let server = server_ca.issue("localhost", since, until, |params| {
            let name = SanType::DnsName("localhost".try_into()?);
            params.subject_alt_names = vec![name, SanType::IpAddress(Ipv4Addr::LOCALHOST.into())];
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
            Ok(())
        })?;

        let usual = |authority: &Authority| authority.issue("client-1", since, until, |_| Ok(()));
        let mut clients = Vec::with_capacity(Scenario::ALL.len());
        for scenario in Scenario::ALL {
            let client = match scenario {
                Scenario::Valid => usual(&ca)?,
                Scenario::Expired => ca.issue("client-1", now - DAY, now - HOUR, |_| Ok(()))?,
                Scenario::NotYetValid => ca.issue("client-1", now + DAY * 7, now + DAY * 8, |_| Ok(()))?,
                Scenario::OtherCa => usual(&other_ca)?,
                Scenario::SameDnOtherKey => usual(&impostor)?,
                Scenario::RenewedCa => renewed_ca.issue("client-1", since, until + DAY, |_| Ok(()))?,
                Scenario::ViaIntermediate => usual(&intermediate)?.along_with(&intermediate),
                Scenario::ServerOnly => ca.issue("client-1", since, until, |params| {
                    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
                    Ok(())
                })?,
                Scenario::Tampered => rework::tampered(usual(&ca)?)?,
                Scenario::Oversized => ca.issue("client-1", since, until, |params| {
                    let padding = CustomExtension::from_oid_content(PADDING_OID, vec![0; PADDING]);
                    params.custom_extensions.push(padding);
                    Ok(())
                })?,
                Scenario::V1 => rework::version_1(
                    ca.issue("client-1", since, until, |params| {
                        params.is_ca = IsCa::NoCa;
                        Ok(())
                    })?,
                    &ca,
                )?,
                Scenario::SecondCa => usual(&partner_ca)?,
                Scenario::None => continue,
            };
            clients.push((*scenario, client));
        }
        Ok(Self { ca, renewed_ca, partner_ca, server_ca, server, clients })
    }

    /// The certificates of the client of a scenario; `None` in `none`.
    pub(crate) fn client(&self, scenario: Scenario) -> Option<&Identity> {
        self.clients.iter().find(|(of, _)| *of == scenario).map(|(_, client)| client)
    }

    /// The scenario whose client has a certificate.
    pub(crate) fn scenario_of(&self, fingerprint: &Fingerprint) -> Option<Scenario> {
        let found = self.clients.iter().find(|(_, client)| Fingerprint::of(client.der()) == *fingerprint);
        found.map(|(scenario, _)| *scenario)
    }

    /// The CAs of the account, with the names that they have there and the files that they are in.
    pub(crate) fn uploaded(&self) -> [(&'static str, &'static str, &Authority); 3] {
        [
            ("example", "ca.pem", &self.ca),
            ("exampleRenewed", "ca-renewed.pem", &self.renewed_ca),
            ("partner", "partner-ca.pem", &self.partner_ca),
        ]
    }

    /// The same CAs, as the core reads them.
    pub(crate) fn ca_certificates(&self) -> Result<Vec<CaCertificate>, DevError> {
        let read =
            |(_, _, ca): (_, _, &Authority)| CaCertificate::from_der(ca.der()).map_err(DevError::system);
        self.uploaded().into_iter().map(read).collect()
    }
}
