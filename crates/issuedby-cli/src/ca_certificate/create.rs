//! `issuedby ca-certificate create`: the identifier on standard output, everything else on standard error.

use std::ops::ControlFlow;

use issuedby::check_time;
use issuedby_registry::lint::Finding;
use issuedby_registry::upload::{PublicCas, Warnings};
use issuedby_registry::{
    CaCertificateRecord, CaUpload, MemoryRegistry, Registry, UploadError, UploadPolicy, upload,
};

use super::attention::Attention;
use super::json;
use crate::arguments::{CreateCa, Format};
use crate::ca_file;
use crate::exit::{ExitStatus, Failure};
use crate::registry::{Place, ca_name};
use crate::source;
use crate::terminal::Console;
use crate::time;

pub(super) fn run(
    arguments: &CreateCa,
    format: Format,
    console: &mut Console,
) -> Result<ExitStatus, Failure> {
    let (place, name) = (Place::read(&arguments.place)?, ca_name(&arguments.name)?);
    let ca = ca_file::load_one(&arguments.cert)?;
    let request = CaUpload { account: place.account.clone(), name, ca, now: check_time(time::now()) };
    let found = place.open_if_there()?;
    let is_new = found.is_none();
    let uploaded = match found {
        Some(mut registry) => upload(&mut *registry, request, policy(arguments)).map(|done| (registry, done)),
        // What cannot be accepted makes no registry: one that is empty says whether it can.
        None => match upload(&mut MemoryRegistry::new(), request.clone(), policy(arguments)) {
            Ok(_) => {
                let mut registry = place.make()?;
                upload(&mut *registry, request, policy(arguments)).map(|done| (registry, done))
            }
            Err(refused) => Err(refused),
        },
    };
    let (mut registry, uploaded) = match uploaded {
        Ok(done) => done,
        Err(UploadError::Refused(findings)) => {
            findings.iter().for_each(|finding| console.error(&refusal(arguments, finding)));
            return Ok(ExitStatus::Unacceptable);
        }
        Err(UploadError::Registry(error)) => return Err(place.refused(&error)),
        Err(other) => {
            return Err(
                Failure::new(crate::registry::status(other.class()), other.to_string()).help(other.remedy())
            );
        }
    };
    let findings: Vec<Attention> = uploaded.findings.iter().map(Attention::from).collect();
    match format {
        Format::Text => {
            // First what must not be missed: the certificate is in the registry now.
            console.line(&uploaded.record.id);
            tell(&place, &mut *registry, &uploaded.record, &findings, console);
            if is_new {
                place.tell_made(console);
            }
        }
        Format::Json => console.line(json::line(json::with_findings(&uploaded.record, &findings))),
    }
    Ok(ExitStatus::Done)
}

fn policy(arguments: &CreateCa) -> UploadPolicy {
    UploadPolicy {
        public_cas: if arguments.force { PublicCas::Accepted } else { PublicCas::Refused },
        warnings: if arguments.strict { Warnings::Refused } else { Warnings::Accepted },
    }
}

fn refusal(arguments: &CreateCa, finding: &Finding) -> Failure {
    let label = source::quoted_label(&arguments.cert);
    let failure = Failure::unacceptable(format!("{label}: {finding} ({})", finding.code()));
    let failure = failure.help(finding.remedy());
    match UploadPolicy::default().refuses(finding) {
        true => failure,
        false => failure.help("without --strict it is accepted, and this is a warning"),
    }
}

/// What to paste, what there is to know, and what to do next.
fn tell(
    place: &Place,
    registry: &mut dyn Registry,
    record: &CaCertificateRecord,
    findings: &[Attention],
    console: &mut Console,
) {
    console.remark("certIssuerDN", &record.subject);
    for finding in findings {
        let message = format!("{} ({})", finding.message, finding.code);
        match finding.is_urgent() {
            true => console.warning(&message),
            false => console.remark("note", &message),
        }
        if !finding.remedy.is_empty() {
            console.remark("help", &finding.remedy);
        }
    }
    let mut has_domain = false;
    let asked = registry.for_each_domain(&place.account, &mut |_| {
        has_domain = true;
        ControlFlow::Break(())
    });
    // It is only a hint: the certificate is in the registry, whatever befalls that now.
    if asked.is_ok() && !has_domain {
        let next = place.command("domain add NAME");
        console.remark(
            "note",
            &format!("its clients are verified at the domains of the account, which has none yet: {next}"),
        );
    }
}
