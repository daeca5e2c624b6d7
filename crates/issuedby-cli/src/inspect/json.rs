//! The facts about a certificate as JSON; keys that a verdict has too mean and look the same.

use serde_json::{Map, Value, json};

use super::facts::Facts;
use super::names::{Constraint, Constraints};
use crate::json::hexadecimal;

/// The keys, in order.
pub(crate) fn of_facts(facts: &Facts) -> Map<String, Value> {
    let name =
        |name: &Result<super::facts::PrintedName, _>| name.as_ref().ok().map(|name| name.ascii.clone());
    let identifier = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(hexadecimal);
    let alternative_names = facts.subject_alternative_names.as_ref().map(|names| {
        names.iter().map(|name| json!({ "type": name.kind, "value": name.value })).collect::<Vec<_>>()
    });
    let policies = facts.policies.as_ref().map(|policies| {
        policies.iter().map(|policy| json!({ "oid": policy.oid, "name": policy.name })).collect::<Vec<_>>()
    });
    let extensions = facts.extensions.iter().map(
        |extension| json!({ "oid": extension.oid, "name": extension.name, "critical": extension.critical }),
    );
    let name_warnings = facts.name_warnings.iter().map(|(name, warning)| {
        json!({
            "name": name,
            "code": warning.kind().code(),
            "rdn": warning.rdn(),
            "attribute": warning.attribute(),
        })
    });
    let loadable_as_ca = match &facts.as_ca {
        Ok(warnings) => {
            let warnings: Vec<_> = warnings.iter().map(|warning| warning.code()).collect();
            json!({ "code": null, "warnings": warnings, "message": null, "remedy": null })
        }
        Err(unfit) => json!({
            "code": unfit.reason().code(),
            "warnings": [],
            "message": unfit.to_string(),
            "remedy": unfit.remedy(),
        }),
    };
    let never_verifies = facts.never_verifies.iter().map(|objection| {
        json!({
            "code": objection.reason.code(),
            "message": objection.message,
            "remedy": objection.remedy,
        })
    });
    let object = json!({
        "subject": name(&facts.subject),
        "issuer": name(&facts.issuer),
        "serialNumber": facts.serial_number,
        "notBefore": facts.not_before_text,
        "notAfter": facts.not_after_text,
        "sha256Fingerprint": facts.fingerprint.to_string(),
        "certIssuerDN": facts.cert_issuer_dn.as_ref().map(|name| &name.ascii),
        "version": facts.version,
        "key": { "kind": facts.key.kind, "bits": facts.key.bits },
        "signatureAlgorithm": facts.signature_algorithm,
        "isCa": facts.is_ca,
        "pathLength": facts.path_length,
        "keyUsage": facts.key_usage,
        "extendedKeyUsage": facts.extended_key_usage,
        "subjectAlternativeNames": alternative_names,
        "nameConstraints": facts.name_constraints.as_ref().map(name_constraints),
        "certificatePolicies": policies,
        "authorityKeyIdentifier": identifier(&facts.authority_key_identifier),
        "subjectKeyIdentifier": identifier(&facts.subject_key_identifier),
        "extensions": extensions.collect::<Vec<_>>(),
        "defects": facts.defects.iter().map(|defect| Value::from(defect.code())).collect::<Vec<_>>(),
        "alarms": name_warnings.collect::<Vec<_>>(),
        "loadableAsCa": loadable_as_ca,
        "neverVerifies": never_verifies.collect::<Vec<_>>(),
        "bytes": facts.bytes,
        "clientCertLength": facts.client_cert_length,
    });
    match object {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

/// Both lists, and why they cannot be read where that is so.
fn name_constraints(constraints: &Constraints) -> Value {
    let list = |constraints: &[Constraint]| -> Vec<Value> {
        let entry = |constraint: &Constraint| {
            json!({
                "type": constraint.form.as_str(),
                "base": constraint.base,
                "fault": constraint.fault.map(|fault| fault.code()),
            })
        };
        constraints.iter().map(entry).collect()
    };
    json!({
        "permitted": list(&constraints.permitted),
        "excluded": list(&constraints.excluded),
        "error": constraints.error.as_ref().map(ToString::to_string),
    })
}
