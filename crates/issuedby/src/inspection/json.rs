//! The inspection as JSON: written here only, so that every language gives the same bytes.
//!
//! Keys that a verdict has too mean and look the same.

use alloc::string::{String, ToString};
use core::fmt;

use super::hexadecimal::Hexadecimal;
use super::names::InspectedName;
use super::truncated::given;
use super::{Caution, DistributionPoint, InspectedExtension, InspectedPolicy, Inspection, Refusal};
use crate::ca::{CaError, CaWarning};
use crate::certificate::{ParseError, date_time};
use crate::client_cert::ClientCert;
use crate::json::{JsonObject, text};
use crate::name::OidText;
use crate::name_constraints::{NameConstraint, NameConstraints};
use crate::oid_name;

/// The size of an ordinary inspection, so that it is written without growing much.
const ORDINARY_SIZE: usize = 4_096;

pub(super) fn of_inspection(inspection: &Inspection<'_>) -> String {
    let mut out = String::with_capacity(ORDINARY_SIZE);
    // Writing to a String cannot fail.
    let _ = JsonObject::write(&mut out, |object| {
        identity(object, inspection)?;
        usage(object, inspection)?;
        pointers(object, inspection)?;
        assessment(object, inspection)
    });
    out
}

fn identity(object: &mut JsonObject<'_>, inspection: &Inspection<'_>) -> fmt::Result {
    let (not_before, not_after) = inspection.validity();
    let key = inspection.key();
    object.optional_text("subject", inspection.subject().ok())?;
    object.optional_text("issuer", inspection.issuer().ok())?;
    object.text("serialNumber", inspection.serial_number_text())?;
    object.text("notBefore", date_time(not_before))?;
    object.text("notAfter", date_time(not_after))?;
    object.text("sha256Fingerprint", inspection.fingerprint())?;
    object.text("spkiSha256Fingerprint", inspection.spki_fingerprint())?;
    object.optional_text("certIssuerDN", inspection.cert_issuer_dn().ok())?;
    object.plain("version", inspection.version())?;
    object.object("key", |object| {
        object.text("kind", &key.kind)?;
        object.optional_number("bits", key.bits)
    })?;
    object.text("signatureAlgorithm", inspection.signature_algorithm())
}

fn usage(object: &mut JsonObject<'_>, inspection: &Inspection<'_>) -> fmt::Result {
    object.plain("isCa", inspection.is_ca())?;
    match inspection.has_basic_constraints() {
        true => object.object("basicConstraints", |object| {
            object.plain("ca", inspection.is_ca())?;
            object.optional_number("pathLength", inspection.path_length())
        })?,
        false => object.plain("basicConstraints", "null")?,
    }
    object.optional_number("pathLength", inspection.path_length())?;
    object.optional_array("keyUsage", inspection.key_usage().map(|usage| usage.names()), |out, name| {
        text(out, name)
    })?;
    let purposes = inspection.extended_key_usage().map(|usage| given(usage.purposes()));
    object.optional_array("extendedKeyUsage", purposes, |out, purpose| match oid_name::of(purpose) {
        Some(name) => text(out, name),
        None => text(out, &OidText(purpose)),
    })?;
    object.optional_array("subjectAlternativeNames", inspection.alternative_names(), general_name)?;
    match inspection.name_constraints() {
        Some(constraints) => name_constraints(object, constraints)?,
        None => object.plain("nameConstraints", "null")?,
    }
    object.optional_array("certificatePolicies", inspection.policies(), policy)?;
    match inspection.policy_constraints() {
        Some(constraints) => object.object("policyConstraints", |object| {
            object.optional_number("requireExplicitPolicy", constraints.require_explicit_policy)?;
            object.optional_number("inhibitPolicyMapping", constraints.inhibit_policy_mapping)
        })?,
        None => object.plain("policyConstraints", "null")?,
    }
    object.optional_number("inhibitAnyPolicy", inspection.inhibit_any_policy())
}

fn pointers(object: &mut JsonObject<'_>, inspection: &Inspection<'_>) -> fmt::Result {
    object.optional_array("crlDistributionPoints", inspection.distribution_points(), distribution_point)?;
    object.optional_array("authorityInfoAccess", inspection.information_access(), |out, access| {
        JsonObject::write(out, |object| {
            object.text("method", &access.method)?;
            object.text("type", access.location.form)?;
            object.text("value", &access.location.value)
        })
    })?;
    let authority = inspection.authority_key();
    let (issuer, serial) = match authority {
        Some(authority) => (authority.issuer.as_slice(), authority.serial_number.as_deref()),
        None => (&[][..], None),
    };
    object.optional_text("authorityKeyIdentifier", inspection.authority_key_identifier().map(Hexadecimal))?;
    object.array("authorityCertIssuer", issuer, general_name)?;
    object.optional_text("authorityCertSerialNumber", serial)?;
    object.optional_text("subjectKeyIdentifier", inspection.subject_key_identifier().map(Hexadecimal))?;
    object.array("extensions", inspection.extensions(), extension)
}

fn assessment(object: &mut JsonObject<'_>, inspection: &Inspection<'_>) -> fmt::Result {
    object.array("defects", inspection.defects(), |out, defect| text(out, defect.code()))?;
    object.array("alarms", inspection.name_warnings(), |out, (name, warning)| {
        JsonObject::write(out, |object| {
            object.text("name", name)?;
            object.text("code", warning.kind().code())?;
            object.optional_number("rdn", warning.rdn())?;
            object.optional_text("attribute", warning.attribute())
        })
    })?;
    object.array("cautions", inspection.cautions(), caution)?;
    object.object("loadableAsCa", |object| loadable_as_ca(object, inspection.as_ca()))?;
    object.array("neverVerifies", inspection.never_verifies(), refusal)?;
    object.array("truncated", inspection.truncated(), text)?;
    object.plain("bytes", inspection.der().len())?;
    object.plain("trailingBytes", inspection.trailing())?;
    object.plain("clientCertLength", ClientCert::encode(inspection.der()).len())
}

fn general_name(out: &mut String, name: &InspectedName) -> fmt::Result {
    JsonObject::write(out, |object| {
        object.text("type", name.form)?;
        object.text("value", &name.value)
    })
}

/// Both lists, and why they cannot be read where that is so.
fn name_constraints(
    object: &mut JsonObject<'_>,
    constraints: &Result<NameConstraints, ParseError>,
) -> fmt::Result {
    let (permitted, excluded) = match constraints {
        Ok(constraints) => (constraints.permitted(), constraints.excluded()),
        Err(_) => (&[][..], &[][..]),
    };
    object.object("nameConstraints", |object| {
        object.array("permitted", given(permitted), constraint)?;
        object.array("excluded", given(excluded), constraint)?;
        object.optional_text("error", constraints.as_ref().err())
    })
}

fn constraint(out: &mut String, constraint: &NameConstraint) -> fmt::Result {
    JsonObject::write(out, |object| {
        object.text("type", constraint.form())?;
        object.text("base", constraint)?;
        object.optional_text("fault", constraint.fault().map(|fault| fault.code()))
    })
}

fn policy(out: &mut String, policy: &InspectedPolicy) -> fmt::Result {
    JsonObject::write(out, |object| {
        object.text("oid", &policy.oid)?;
        object.optional_text("name", policy.name)?;
        object.array("qualifiers", &policy.qualifiers, |out, qualifier| {
            JsonObject::write(out, |object| {
                object.text("type", &qualifier.kind)?;
                object.text("value", &qualifier.value)
            })
        })
    })
}

fn distribution_point(out: &mut String, point: &DistributionPoint) -> fmt::Result {
    JsonObject::write(out, |object| {
        object.array("names", &point.names, general_name)?;
        object.optional_text("relativeName", point.relative_name.as_deref())?;
        object.optional_array("reasons", point.reasons.as_deref(), text)?;
        object.array("crlIssuer", &point.crl_issuer, general_name)
    })
}

fn extension(out: &mut String, extension: &InspectedExtension) -> fmt::Result {
    JsonObject::write(out, |object| {
        object.optional_text("oid", extension.oid.as_deref())?;
        object.optional_text("name", extension.name)?;
        object.plain("critical", extension.critical)?;
        object.plain("size", extension.size)?;
        object.optional_text("value", extension.value.as_deref())?;
        match &extension.error {
            Some(error) => object.object("error", |object| {
                object.plain("offset", error.offset())?;
                object.text("message", error)
            }),
            None => object.plain("error", "null"),
        }
    })
}

fn caution(out: &mut String, caution: &Caution) -> fmt::Result {
    JsonObject::write(out, |object| {
        object.text("code", caution.code())?;
        object.text("message", caution.message())?;
        object.optional_text("remedy", caution.remedy())
    })
}

fn loadable_as_ca(
    object: &mut JsonObject<'_>,
    as_ca: &Result<alloc::vec::Vec<CaWarning>, CaError>,
) -> fmt::Result {
    let error = as_ca.as_ref().err();
    object.optional_text("code", error.map(|error| error.reason().code()))?;
    object.array("warnings", as_ca.iter().flatten(), |out, warning| text(out, warning.code()))?;
    object.optional_text("message", error.map(ToString::to_string))?;
    object.optional_text("remedy", error.map(CaError::remedy))
}

fn refusal(out: &mut String, refusal: &Refusal) -> fmt::Result {
    JsonObject::write(out, |object| {
        object.text("code", refusal.reason.code())?;
        object.text("message", &refusal.message)?;
        object.text("remedy", refusal.remedy)
    })
}
