//! The certificate of a bundle that issues clients' certificates.

use alloc::vec::Vec;

use crate::certificate::Certificate;

/// The position of the one CA certificate that issues clients' certificates, as the names tell: the issuer of the
/// clients' certificates in the bundle; where there are none, the CA at the lower end of the chain.
///
/// A root stands above it and is not what is uploaded: whoever loads it verifies none of these clients. Names are
/// compared and no signature is checked, so that this is for advice alone. `None` where the names leave it open.
pub fn issuing_ca(certificates: &[impl AsRef<[u8]>]) -> Option<usize> {
    let members = certificates.iter().map(|der| Certificate::from_der(der.as_ref()).ok());
    let members: Vec<(usize, Certificate<'_>)> =
        members.enumerate().filter_map(|(position, certificate)| Some((position, certificate?))).collect();
    let (cas, clients): (Vec<_>, Vec<_>) =
        members.into_iter().partition(|(_, certificate)| certificate.is_ca());
    let issues = |ca: &Certificate<'_>, (_, below): &(usize, Certificate<'_>)| {
        !is_self_issued(below) && is_issued_by(below, ca)
    };
    let is_issuing = |ca: &Certificate<'_>| match clients.is_empty() {
        false => clients.iter().any(|client| issues(ca, client)),
        true => {
            let is_issued = !is_self_issued(ca) && cas.iter().any(|(_, above)| is_issued_by(ca, above));
            is_issued && !cas.iter().any(|below| issues(ca, below))
        }
    };
    let mut found = cas.iter().filter(|(_, ca)| is_issuing(ca)).map(|(position, _)| *position);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn is_self_issued(certificate: &Certificate<'_>) -> bool {
    is_issued_by(certificate, certificate)
}

/// Tells whether the names say so; of names that cannot be read they say nothing.
fn is_issued_by(below: &Certificate<'_>, above: &Certificate<'_>) -> bool {
    matches!((below.issuer(), above.subject()), (Ok(issuer), Ok(subject)) if issuer == subject)
}
