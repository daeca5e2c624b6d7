//! The calls that make handles.

use std::rc::Rc;

use issuedby::edge_headers::{self, HeaderOptions, SendChain, SendClientCert};
use issuedby::policy::RequestUser;
use issuedby::{
    CaCertificate, CaSet, EdgeReport, MtlsAuthInbound, PolicyOptions, Verdict, Verifier, check_time,
};
use issuedby_c_abi::c_types::{issuedby_bytes, issuedby_header};
use issuedby_c_abi::ca_certificate::{
    issuedby_ca_certificate_from_der, issuedby_ca_certificate_from_pem, issuedby_ca_certificate_with_id,
};
use issuedby_c_abi::edge_headers::issuedby_edge_headers_write;
use issuedby_c_abi::edge_report::issuedby_edge_headers_parse;
use issuedby_c_abi::failure::issuedby_result;
use issuedby_c_abi::policy::{
    issuedby_policy_decide, issuedby_policy_decide_report, issuedby_policy_for_cas,
};
use issuedby_c_abi::verdict::issuedby_verdict;
use issuedby_c_abi::verifier::{issuedby_verifier_evaluate, issuedby_verifier_new, issuedby_verifier_verify};

use super::Machine;
use super::argument::{Bytes, members};
use super::output::Made;
use super::thing::{Kind, Picked, Twin};

/// The certificate presented to a verifier, and the time.
struct Presented {
    verifier: Picked,
    leaf: Bytes,
    chain: Vec<Bytes>,
    now: i64,
}

impl Presented {
    fn elements(&self) -> Vec<issuedby_bytes> {
        self.chain.iter().map(Bytes::as_bytes).collect()
    }

    /// The core's verdict about the same; `None` where the call itself is wrong.
    fn expected(&self) -> Option<Verdict<'static>> {
        let Some(Twin::Verifier(verifier)) = self.verifier.twin.as_deref() else { return None };
        let chain = members(&self.chain)?;
        let leaf = match &self.leaf {
            Bytes::Null(0) => None,
            leaf => Some(leaf.get()?),
        };
        Some(verifier.evaluate_with_chain(leaf, check_time(self.now), &chain).into_owned())
    }
}

impl Machine<'_> {
    pub(super) fn load_ca(&mut self) {
        let bytes = self.bytes();
        let is_pem = self.reader.byte() & 1 == 0;
        let made = self.call(|ca, error| {
            // SAFETY: the bytes are there, and the places are locals.
            unsafe {
                match is_pem {
                    true => issuedby_ca_certificate_from_pem(bytes.text(), bytes.len(), ca, error),
                    false => issuedby_ca_certificate_from_der(bytes.data(), bytes.len(), ca, error),
                }
            }
        });
        let expected = bytes.get().and_then(|bytes| match is_pem {
            true => CaCertificate::from_pem(bytes).ok(),
            false => CaCertificate::from_der(bytes).ok(),
        });
        self.keep(made, expected.map(Twin::Ca));
    }

    pub(super) fn identify_ca(&mut self) {
        let ca = self.pick(Kind::Ca);
        let id = self.bytes();
        let made = self.call(|with_id, error| {
            // SAFETY: the handle is of the pool, the bytes are there, and the places are locals.
            unsafe { issuedby_ca_certificate_with_id(ca.pointer.cast(), id.text(), id.len(), with_id, error) }
        });
        let expected = match ca.twin.as_deref() {
            Some(Twin::Ca(ca)) => {
                let id = id.get().and_then(|id| str::from_utf8(id).ok());
                id.and_then(|id| ca.clone().with_id(id).ok())
            }
            _ => None,
        };
        self.keep(made, expected.map(Twin::Ca));
    }

    pub(super) fn make_verifier(&mut self) {
        let (picked, pointers) = self.pick_cas();
        let flags = u32::from(self.reader.byte());
        let made = self.call(|verifier, error| {
            // SAFETY: the handles are of the pool, and the places are locals.
            unsafe { issuedby_verifier_new(pointers.as_ptr().cast(), pointers.len(), flags, verifier, error) }
        });
        let expected = cas(&picked).filter(|_| flags < 8).and_then(|cas| CaSet::new(cas).ok()).map(|cas| {
            Verifier::new(cas)
                .require_client_auth_eku(flags & 1 != 0)
                .ignore_ca_validity(flags & 2 != 0)
                .allow_unusual_serial(flags & 4 != 0)
        });
        self.keep(made, expected.map(Twin::Verifier));
    }

    pub(super) fn evaluate(&mut self) {
        let presented = self.presented();
        let elements = presented.elements();
        let Presented { verifier, leaf, now, .. } = &presented;
        let made = self.call(|verdict, error| {
            let (chain, count) = (elements.as_ptr(), elements.len());
            let verifier = verifier.pointer.cast();
            // SAFETY: the handle is of the pool, all bytes are there, and the places are locals.
            unsafe {
                issuedby_verifier_evaluate(
                    verifier,
                    leaf.data(),
                    leaf.len(),
                    *now,
                    chain,
                    count,
                    verdict,
                    error,
                )
            }
        });
        self.keep(made, presented.expected().map(Twin::Verdict));
    }

    pub(super) fn verify(&mut self) {
        let presented = self.presented();
        let elements = presented.elements();
        let Presented { verifier, leaf, now, .. } = &presented;
        let made: Made<issuedby_verdict> = self.call(|verdict, error| {
            let (chain, count) = (elements.as_ptr(), elements.len());
            let verifier = verifier.pointer.cast();
            // SAFETY: the handle is of the pool, all bytes are there, and the places are locals.
            unsafe {
                issuedby_verifier_verify(
                    verifier,
                    leaf.data(),
                    leaf.len(),
                    *now,
                    chain,
                    count,
                    verdict,
                    error,
                )
            }
        });
        let Some(expected) = presented.expected() else {
            made.expect(false);
            return;
        };
        let result = match expected.verified() {
            true => issuedby_result::ISSUEDBY_OK,
            false => issuedby_result::ISSUEDBY_REJECTED,
        };
        assert_eq!(made.result, result);
        assert_eq!(made.value.is_null(), !made.has_place);
        if made.has_place {
            self.pool.add(made.value, Twin::Verdict(expected));
        }
    }

    pub(super) fn write_headers(&mut self) {
        let verdict = self.pick(Kind::Verdict);
        let chain = self.chain();
        let elements: Vec<issuedby_bytes> = chain.iter().map(Bytes::as_bytes).collect();
        let flags = u32::from(self.reader.byte());
        let max = 64 * usize::from(self.reader.byte());
        let made = self.call(|headers, error| {
            let (verdict, chain, count) = (verdict.pointer.cast(), elements.as_ptr(), elements.len());
            // SAFETY: the handle is of the pool, all bytes are there, and the places are locals.
            unsafe { issuedby_edge_headers_write(verdict, chain, count, flags, max, headers, error) }
        });
        let expected = match (verdict.twin.as_deref(), members(&chain)) {
            (Some(Twin::Verdict(verdict)), Some(chain)) if flags < 4 => {
                let mut options = HeaderOptions::new();
                if flags & 1 != 0 {
                    options = options.client_cert(SendClientCert::Presented);
                }
                if flags & 2 != 0 {
                    options = options.chain(SendChain::Send);
                }
                if max != 0 {
                    options = options.client_cert_max(max);
                }
                Some(edge_headers::write(&EdgeReport::from(verdict).with_chain(chain), &options))
            }
            _ => None,
        };
        self.keep(made, expected.map(Twin::Headers));
    }

    /// Reads the fields that were written before, with some of any bytes among them.
    pub(super) fn parse_headers(&mut self) {
        let mut lines: Vec<(Bytes, Bytes)> = Vec::new();
        let own = self.pick(Kind::Headers);
        if let Some(Twin::Headers(fields)) = own.twin.as_deref() {
            let bytes = |text: &str| Bytes::Some(text.as_bytes().into());
            lines.extend(fields.iter().map(|(name, value)| (bytes(name), bytes(value))));
        }
        for _ in 0..self.reader.below(3) {
            lines.push((self.bytes(), self.bytes()));
        }
        let elements: Vec<issuedby_header> = lines
            .iter()
            .map(|(name, value)| issuedby_header { name: name.as_str(), value: value.as_str() })
            .collect();
        let made = self.call(|report, error| {
            // SAFETY: all bytes are there, and the places are locals.
            unsafe { issuedby_edge_headers_parse(elements.as_ptr(), elements.len(), report, error) }
        });
        let readable = lines.iter().map(|(name, value)| match value {
            Bytes::Null(0) => Some((name.get()?, &b""[..])),
            value => Some((name.get()?, value.get()?)),
        });
        let expected = readable.collect::<Option<Vec<_>>>().map(EdgeReport::from_headers);
        self.keep(made, expected.map(Twin::Report));
    }

    pub(super) fn make_policy(&mut self) {
        let options = self.bytes();
        let (picked, pointers) = self.pick_cas();
        let made = self.call(|policy, error| {
            let (cas, count) = (pointers.as_ptr().cast(), pointers.len());
            // SAFETY: the handles are of the pool, the bytes are there, and the places are locals.
            unsafe { issuedby_policy_for_cas(options.text(), options.len(), cas, count, policy, error) }
        });
        let read = options.get().and_then(|options| PolicyOptions::from_json(options).ok());
        let expected = match (read, cas(&picked)) {
            (Some(options), Some(cas)) => MtlsAuthInbound::for_cas(options, &cas).ok(),
            _ => None,
        };
        self.keep(made, expected.map(Twin::Policy));
    }

    pub(super) fn decide(&mut self) {
        let (policy, verdict) = (self.pick(Kind::Policy), self.pick(Kind::Verdict));
        let has_user = self.reader.byte() & 1 != 0;
        let made = self.call(|decision, error| {
            // SAFETY: the handles are of the pool, and the places are locals.
            unsafe {
                issuedby_policy_decide(
                    policy.pointer.cast(),
                    verdict.pointer.cast(),
                    has_user,
                    decision,
                    error,
                )
            }
        });
        let expected = match (policy.twin.as_deref(), verdict.twin.as_deref()) {
            (Some(Twin::Policy(policy)), Some(Twin::Verdict(verdict))) => {
                Some(policy.decide_for(&EdgeReport::from(verdict), user(has_user)))
            }
            _ => None,
        };
        self.keep(made, expected.map(Twin::Decision));
    }

    pub(super) fn decide_report(&mut self) {
        let (policy, report) = (self.pick(Kind::Policy), self.pick(Kind::Report));
        let has_user = self.reader.byte() & 1 != 0;
        let made = self.call(|decision, error| {
            let (policy, report) = (policy.pointer.cast(), report.pointer.cast());
            // SAFETY: the handles are of the pool, and the places are locals.
            unsafe { issuedby_policy_decide_report(policy, report, has_user, decision, error) }
        });
        let expected = match (policy.twin.as_deref(), report.twin.as_deref()) {
            (Some(Twin::Policy(policy)), Some(Twin::Report(report))) => {
                Some(policy.decide_for(report, user(has_user)))
            }
            _ => None,
        };
        self.keep(made, expected.map(Twin::Decision));
    }

    fn presented(&mut self) -> Presented {
        let verifier = self.pick(Kind::Verifier);
        let leaf = self.bytes();
        let chain = self.chain();
        let now = match self.reader.byte() {
            0 => i64::MIN,
            1 => -1,
            2 => i64::MAX,
            years => 31_556_952 * i64::from(years),
        };
        Presented { verifier, leaf, chain, now }
    }

    fn pick_cas(&mut self) -> (Vec<Picked>, Vec<*mut std::ffi::c_void>) {
        let count = self.reader.below(4);
        let picked: Vec<Picked> = (0..count).map(|_| self.pick(Kind::Ca)).collect();
        let pointers = picked.iter().map(|ca| ca.pointer).collect();
        (picked, pointers)
    }

    fn keep<T>(&mut self, made: Made<T>, expected: Option<Twin>) {
        if let (Some(handle), Some(twin)) = (made.expect(expected.is_some()), expected) {
            self.pool.add(handle, twin);
        }
    }
}

/// The CAs, where each pointer is one.
fn cas(picked: &[Picked]) -> Option<Vec<CaCertificate>> {
    let twins = picked.iter().map(|ca| ca.twin.as_ref().map(Rc::as_ref));
    twins.map(|twin| if let Some(Twin::Ca(ca)) = twin { Some(ca.clone()) } else { None }).collect()
}

fn user(exists: bool) -> RequestUser {
    if exists { RequestUser::Present } else { RequestUser::Absent }
}
