//! The names of CAs that a server sends to its clients, so that they can pick a certificate.

use issuedby::CaSet;
use rustls::DistinguishedName;

/// The most bytes of names that are sent.
///
/// The server sends the list to every client, also to those without a certificate, and TLS ends it at 65 535 bytes
/// (RFC 8446 section 4.2.4). A hundred usual names fit.
pub const MAX_HINT_SIZE: usize = 8_192;

/// The subjects of the CAs, each once, as the CA encodes them; empty where they are larger than [`MAX_HINT_SIZE`].
///
/// All or none: a client whose CA is left out of a list does not send its certificate at all, while every client
/// sends one where there is no list.
pub fn hints(cas: &CaSet) -> Vec<DistinguishedName> {
    let mut names: Vec<DistinguishedName> = Vec::new();
    let mut bytes = 0_usize;
    for ca in cas.iter() {
        let Ok(subject) = ca.certificate().subject() else { continue };
        let name = DistinguishedName::in_sequence(subject.rdn_sequence());
        if names.iter().any(|known| known.as_ref() == name.as_ref()) {
            continue;
        }
        bytes = bytes.saturating_add(name.as_ref().len());
        if bytes > MAX_HINT_SIZE {
            return Vec::new();
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use issuedby::CaCertificate;
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};

    use super::*;

    fn cas(number: usize) -> CaSet {
        let key = KeyPair::generate().unwrap();
        let make = |place: usize| {
            let mut params = CertificateParams::default();
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            params.distinguished_name.push(DnType::CommonName, format!("ca-{place:04}"));
            CaCertificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
        };
        CaSet::new((0..number).map(make)).unwrap()
    }

    #[test]
    fn hints_are_all_subjects_or_none() {
        for number in [0, 1, 20] {
            assert_eq!(hints(&cas(number)).len(), number);
        }
        assert!(hints(&cas(MAX_HINT_SIZE / 16)).is_empty());
    }

    #[test]
    fn a_subject_is_hinted_once_and_as_it_is_encoded() {
        let renewed = [
            &include_bytes!("../../../tests/certs/ca.pem")[..],
            include_bytes!("../../../tests/certs/ca-renewed.pem"),
        ];
        let set = CaSet::new(renewed.map(|pem| CaCertificate::from_pem(pem).unwrap())).unwrap();
        let names = hints(&set);
        assert_eq!(names.len(), 1);
        let name = issuedby::DistinguishedName::from_der(names[0].as_ref()).unwrap();
        assert_eq!(name.to_string(), "CN=example-ca,O=Example,C=US");
    }
}
