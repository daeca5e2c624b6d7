//! Whatever is loaded as a CA, loading and verifying end without a panic, and what loads in PEM loads in DER. A bundle loads
//! each CA once, or lists every certificate that is unfit.
#![no_main]

use std::collections::BTreeSet;

use issuedby::ca::CaBundle;
use issuedby::{CaCertificate, CaSet, Verifier, pem};
use issuedby_fuzz::now;
use issuedby_fuzz::samples::CLIENT;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let from_pem = CaCertificate::from_pem(data);
    if from_pem.is_ok() {
        let der = pem::single_certificate(data).expect("a CA that loaded is one certificate");
        CaCertificate::from_der(&der).expect("what loads in PEM loads in DER");
    }
    bundle(data, from_pem.as_ref().ok());
    if let Ok(cas) = from_pem.or_else(|_| CaCertificate::from_der(data)).and_then(|ca| CaSet::new([ca])) {
        Verifier::new(cas).evaluate(Some(&CLIENT), now()).to_json();
    }
});

fn bundle(data: &[u8], single: Option<&CaCertificate>) {
    let Ok(members) = CaBundle::from_pem(data).map(CaBundle::into_members) else {
        assert!(single.is_none(), "one CA is a bundle of one");
        assert!(CaCertificate::from_pem_bundle(data).is_err_and(|error| error.unfit().is_empty()));
        return;
    };
    let fit: Vec<_> = members.iter().filter(|member| member.repeats.is_none()).collect();
    let fit: Vec<_> = fit.iter().filter_map(|member| member.loaded.as_ref().ok()).collect();
    let unfit = members.iter().filter(|member| member.loaded.is_err()).count();
    match CaCertificate::from_pem_bundle(data) {
        Ok(cas) => {
            assert_eq!(unfit, 0);
            let found: BTreeSet<_> = cas.iter().map(CaCertificate::fingerprint).collect();
            assert_eq!(found.len(), cas.len(), "each once");
            assert!(cas.iter().map(CaCertificate::fingerprint).eq(fit.iter().map(|ca| ca.fingerprint())));
        }
        Err(error) => assert_eq!(error.unfit().len(), unfit),
    }
    if let Some(single) = single {
        assert!(matches!(fit[..], [ca] if ca.fingerprint() == single.fingerprint()));
    }
}
