//! The issuer, compared with `certIssuerDN` at every request.

use issuedby::{DistinguishedName, MtlsAuthInbound, PolicyOptions};

use crate::counted;

const CONFIGURED: &str = "CN=example-ca,OU=Clients,O=Example,L=Berlin,C=DE";

#[test]
fn an_issuer_is_compared_without_allocating() {
    let options = PolicyOptions::new().cert_issuer_dn("CN=next-ca").cert_issuer_dn(CONFIGURED);
    let policy = MtlsAuthInbound::new(options).expect("good options");
    for (issuer, allowed) in [
        (CONFIGURED, true),
        ("CN=EXAMPLE-CA, OU=clients, O=example, L=berlin, C=de", true),
        ("CN=example-ca,OU=Clients,O=Example,L=Berlin,C=AT", false),
        ("C=DE,L=Berlin,O=Example,OU=Clients,CN=example-ca", false),
    ] {
        let issuer = DistinguishedName::parse(issuer).expect("a name").into_name();
        let (found, count) = counted(|| policy.allows_issuer(issuer.as_name()));
        assert_eq!((found, count), (allowed, 0), "{issuer}");
    }
}
