//! The calls that read handles. Of what is no handle of their type they say the same as of NULL.

use std::ffi::c_void;

use issuedby::policy::Decision;
use issuedby::{CaCertificate, EdgeReport, MtlsAuthInbound, Reason, Status, Verdict};
use issuedby_c_abi::c_types::issuedby_bytes;
use issuedby_c_abi::ca_certificate::*;
use issuedby_c_abi::decision::*;
use issuedby_c_abi::edge_headers::{issuedby_edge_headers_at, issuedby_edge_headers_count};
use issuedby_c_abi::edge_report::*;
use issuedby_c_abi::policy::{
    issuedby_policy_warning_code, issuedby_policy_warning_count, issuedby_policy_warning_message,
};
use issuedby_c_abi::verdict::*;

use super::Machine;
use super::output::text;
use super::thing::{KINDS, Kind, Twin};

impl Machine<'_> {
    /// Everything that a handle tells, asked as if it were of some type.
    pub(super) fn read_one(&mut self) {
        let kind = KINDS[self.reader.below(KINDS.len())];
        let picked = self.pick(kind);
        let (pointer, twin) = (picked.pointer, picked.twin.as_deref());
        match kind {
            Kind::Ca => read_ca(pointer, if let Some(Twin::Ca(ca)) = twin { Some(ca) } else { None }),
            Kind::Verdict => {
                read_verdict(
                    pointer,
                    if let Some(Twin::Verdict(verdict)) = twin { Some(verdict) } else { None },
                );
            }
            Kind::Headers => {
                read_headers(pointer, if let Some(Twin::Headers(fields)) = twin { fields } else { &[] });
            }
            Kind::Report => {
                read_report(pointer, if let Some(Twin::Report(report)) = twin { Some(report) } else { None });
            }
            Kind::Policy => {
                read_policy(pointer, if let Some(Twin::Policy(policy)) = twin { Some(policy) } else { None });
            }
            Kind::Decision => {
                read_decision(pointer, if let Some(Twin::Decision(made)) = twin { Some(made) } else { None });
            }
            // A verifier tells nothing.
            Kind::Verifier => {}
        }
    }
}

fn read_ca(pointer: *const c_void, ca: Option<&CaCertificate>) {
    let handle = pointer.cast();
    // SAFETY: it is NULL, zeroed memory or a handle of the pool, which is not freed before the texts are read.
    unsafe {
        assert_eq!(
            text(issuedby_ca_certificate_id(handle)),
            ca.and_then(CaCertificate::id).unwrap_or_default()
        );
        let subject = ca.map(|ca| ca.subject().to_string()).unwrap_or_default();
        assert_eq!(text(issuedby_ca_certificate_subject(handle)), subject);
        let fingerprint = ca.map(|ca| ca.fingerprint().to_string()).unwrap_or_default();
        assert_eq!(text(issuedby_ca_certificate_fingerprint(handle)), fingerprint);
        assert_eq!(issuedby_ca_certificate_not_before(handle) == ISSUEDBY_NO_TIME, ca.is_none());
        assert_eq!(issuedby_ca_certificate_not_after(handle) == ISSUEDBY_NO_TIME, ca.is_none());
        let count = ca.map_or(0, |ca| ca.warnings().len());
        assert_eq!(issuedby_ca_certificate_warning_count(handle), count);
        for index in 0..=count {
            let code = text(issuedby_ca_certificate_warning_code(handle, index));
            assert_eq!(code, ca.and_then(|ca| ca.warnings().get(index)).map_or("", |warning| warning.code()));
            assert_eq!(
                text(issuedby_ca_certificate_warning_message(handle, index)).is_empty(),
                index == count
            );
        }
    }
}

fn read_verdict(pointer: *const c_void, verdict: Option<&Verdict<'_>>) {
    let handle = pointer.cast();
    let status = status_of(verdict.map_or(Status::None, Verdict::status));
    // SAFETY: as in `read_ca`.
    unsafe {
        assert_eq!(issuedby_verdict_status(handle), status);
        assert_eq!(issuedby_verdict_verified(handle), verdict.is_some_and(Verdict::verified));
        let reason = verdict.map_or(Some(Reason::NoCertificate), Verdict::reason);
        assert_eq!(issuedby_verdict_reason(handle), reason.map_or(0, Reason::number));
        let count = verdict.map_or(0, |verdict| verdict.reasons().count());
        assert_eq!(issuedby_verdict_reason_count(handle), count);
        assert_eq!(issuedby_verdict_reason_at(handle, count), 0);
        assert!(!issuedby_verdict_reason_authenticated(handle, count));
        assert_eq!(text(issuedby_verdict_json(handle)), verdict.map(Verdict::to_json).unwrap_or_default());
        assert_eq!(text(issuedby_verdict_message(handle)), verdict.map(Verdict::message).unwrap_or_default());
        let remedy = verdict.and_then(Verdict::remedy).unwrap_or_default();
        assert_eq!(text(issuedby_verdict_remedy(handle)), remedy);
        let certificate = verdict.and_then(Verdict::certificate);
        assert_eq!(lent(issuedby_verdict_certificate(handle)), certificate.map_or(&[][..], |one| one.der()));
        let ca_id = verdict.and_then(Verdict::ca).and_then(CaCertificate::id).unwrap_or_default();
        assert_eq!(text(issuedby_verdict_ca_id(handle)), ca_id);
        for read in [
            issuedby_verdict_subject,
            issuedby_verdict_issuer,
            issuedby_verdict_serial_number,
            issuedby_verdict_fingerprint,
        ] {
            assert!(text(read(handle)).is_empty() || certificate.is_some());
        }
        let has_ca = verdict.is_some_and(|verdict| verdict.ca().is_some());
        assert_eq!(text(issuedby_verdict_ca_subject(handle)).is_empty(), !has_ca);
        assert_eq!(text(issuedby_verdict_ca_fingerprint(handle)).is_empty(), !has_ca);
        let has_window = issuedby_verdict_valid_from(handle) != ISSUEDBY_NO_TIME;
        assert_eq!(has_window, issuedby_verdict_verified(handle));
        assert_eq!(issuedby_verdict_valid_until(handle) != ISSUEDBY_NO_TIME, has_window);
        assert!(issuedby_verdict_not_before(handle) == ISSUEDBY_NO_TIME || certificate.is_some());
        assert!(issuedby_verdict_not_after(handle) == ISSUEDBY_NO_TIME || certificate.is_some());
    }
}

fn read_headers(pointer: *const c_void, fields: &[(&str, String)]) {
    let handle = pointer.cast();
    // SAFETY: as in `read_ca`.
    unsafe {
        assert_eq!(issuedby_edge_headers_count(handle), fields.len());
        for index in 0..=fields.len() {
            let field = issuedby_edge_headers_at(handle, index);
            let (name, value) = fields.get(index).map_or(("", ""), |(name, value)| (*name, value.as_str()));
            assert_eq!((text(field.name), text(field.value)), (name, value));
        }
    }
}

fn read_report(pointer: *const c_void, report: Option<&EdgeReport<'_>>) {
    let handle = pointer.cast();
    let chain: Vec<&[u8]> = report.map(|report| report.chain().collect()).unwrap_or_default();
    // SAFETY: as in `read_ca`.
    unsafe {
        let status = status_of(report.map_or(Status::None, EdgeReport::status));
        assert_eq!(issuedby_edge_report_status(handle), status);
        let reason = report.map_or(Some(Reason::NoCertificate), EdgeReport::reason);
        assert_eq!(issuedby_edge_report_reason(handle), reason.map_or(0, Reason::number));
        let certificate = report.and_then(EdgeReport::certificate_der).unwrap_or_default();
        assert_eq!(lent(issuedby_edge_report_certificate(handle)), certificate);
        assert_eq!(issuedby_edge_report_chain_count(handle), chain.len());
        for index in 0..=chain.len() {
            let member = lent(issuedby_edge_report_chain_at(handle, index));
            assert_eq!(member, chain.get(index).copied().unwrap_or_default());
        }
        let ca_id = report.and_then(EdgeReport::ca_id).unwrap_or_default();
        assert_eq!(text(issuedby_edge_report_ca_id(handle)), ca_id);
    }
}

fn read_policy(pointer: *const c_void, policy: Option<&MtlsAuthInbound>) {
    let handle = pointer.cast();
    let warnings = policy.map(MtlsAuthInbound::warnings).unwrap_or_default();
    // SAFETY: as in `read_ca`.
    unsafe {
        assert_eq!(issuedby_policy_warning_count(handle), warnings.len());
        for index in 0..=warnings.len() {
            let message = warnings.get(index).map(ToString::to_string).unwrap_or_default();
            assert_eq!(text(issuedby_policy_warning_message(handle, index)), message);
            assert_eq!(text(issuedby_policy_warning_code(handle, index)).is_empty(), index == warnings.len());
        }
    }
}

fn read_decision(pointer: *const c_void, decision: Option<&Decision>) {
    let handle = pointer.cast();
    let action = match decision.map(Decision::action) {
        Some("allow") => issuedby_action::ISSUEDBY_ACTION_ALLOW,
        Some("pass_through") => issuedby_action::ISSUEDBY_ACTION_PASS_THROUGH,
        _ => issuedby_action::ISSUEDBY_ACTION_REJECT,
    };
    // SAFETY: as in `read_ca`.
    unsafe {
        assert!(issuedby_decision_action(handle) == action);
        let reason = decision.map_or(Some(Reason::NoCertificate), Decision::reason);
        assert_eq!(issuedby_decision_reason(handle), reason.map_or(0, Reason::number));
        assert_eq!(text(issuedby_decision_json(handle)), decision.map(Decision::to_json).unwrap_or_default());
        let metadata = decision.and_then(Decision::metadata).map(|metadata| metadata.to_json());
        assert_eq!(text(issuedby_decision_metadata(handle)), metadata.unwrap_or_default());
        assert_eq!(text(issuedby_decision_sub(handle)), decision.and_then(Decision::sub).unwrap_or_default());
        assert_eq!(text(issuedby_decision_log(handle)), decision.and_then(Decision::log).unwrap_or_default());
        let is_refusal = decision.is_some_and(|decision| decision.problem().is_some());
        assert_eq!(text(issuedby_decision_problem(handle)).is_empty(), !is_refusal);
    }
}

fn status_of(status: Status) -> issuedby_status {
    match status {
        Status::None => issuedby_status::ISSUEDBY_STATUS_NONE,
        Status::Failed => issuedby_status::ISSUEDBY_STATUS_FAILED,
        Status::Success => issuedby_status::ISSUEDBY_STATUS_SUCCESS,
    }
}

/// Bytes that the library lends: none where there is NULL.
fn lent<'a>(borrowed: issuedby_bytes) -> &'a [u8] {
    if borrowed.data.is_null() {
        assert_eq!(borrowed.len, 0);
        return &[];
    }
    // SAFETY: the library says that so many bytes are there, as long as the handle.
    unsafe { std::slice::from_raw_parts(borrowed.data, borrowed.len) }
}
