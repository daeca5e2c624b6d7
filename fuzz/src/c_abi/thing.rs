//! The objects that the sequence has made: handles of C, each with what the core made of the same arguments.

use std::ffi::c_void;
use std::rc::Rc;

use issuedby::policy::Decision;
use issuedby::{CaCertificate, EdgeReport, MtlsAuthInbound, Verdict, Verifier};
use issuedby_c_abi::ca_certificate::issuedby_ca_certificate_free;
use issuedby_c_abi::decision::issuedby_decision_free;
use issuedby_c_abi::edge_headers::issuedby_edge_headers_free;
use issuedby_c_abi::edge_report::issuedby_edge_report_free;
use issuedby_c_abi::policy::issuedby_policy_free;
use issuedby_c_abi::verdict::issuedby_verdict_free;
use issuedby_c_abi::verifier::issuedby_verifier_free;

use super::Machine;

/// The core's own of a handle.
pub(super) enum Twin {
    Ca(CaCertificate),
    Verifier(Verifier),
    Verdict(Verdict<'static>),
    Headers(Vec<(&'static str, String)>),
    Report(EdgeReport<'static>),
    Policy(MtlsAuthInbound),
    Decision(Decision),
}

/// The types of handles.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Ca,
    Verifier,
    Verdict,
    Headers,
    Report,
    Policy,
    Decision,
}

pub(super) const KINDS: [Kind; 7] =
    [Kind::Ca, Kind::Verifier, Kind::Verdict, Kind::Headers, Kind::Report, Kind::Policy, Kind::Decision];

impl Twin {
    fn kind(&self) -> Kind {
        match self {
            Self::Ca(_) => Kind::Ca,
            Self::Verifier(_) => Kind::Verifier,
            Self::Verdict(_) => Kind::Verdict,
            Self::Headers(_) => Kind::Headers,
            Self::Report(_) => Kind::Report,
            Self::Policy(_) => Kind::Policy,
            Self::Decision(_) => Kind::Decision,
        }
    }
}

struct Thing {
    pointer: *mut c_void,
    twin: Rc<Twin>,
}

/// A pointer that is passed where a handle belongs, and the twin where it is one of the right type.
pub(super) struct Picked {
    pub(super) pointer: *mut c_void,
    pub(super) twin: Option<Rc<Twin>>,
}

/// Every handle that was not freed, and memory that is not a handle.
pub(super) struct Pool {
    things: Vec<Thing>,
    zeroed: Box<[u64; 32]>,
}

impl Pool {
    pub(super) fn new() -> Self {
        Self { things: Vec::new(), zeroed: Box::new([0; 32]) }
    }

    pub(super) fn add<T>(&mut self, handle: *mut T, twin: Twin) {
        assert!(!handle.is_null());
        self.things.push(Thing { pointer: handle.cast(), twin: Rc::new(twin) });
    }
}

impl Machine<'_> {
    /// A pointer for an argument of a type: mostly a handle of it, the newest first.
    pub(super) fn pick(&mut self, kind: Kind) -> Picked {
        let choice = self.reader.byte();
        let nothing = |pointer| Picked { pointer, twin: None };
        let things = &self.pool.things;
        match choice {
            0xff => nothing(std::ptr::null_mut()),
            0xfe => nothing((&raw mut *self.pool.zeroed).cast()),
            0xf0..0xfe if !things.is_empty() => {
                let thing = &things[usize::from(choice - 0xf0) % things.len()];
                let twin = (thing.twin.kind() == kind).then(|| Rc::clone(&thing.twin));
                Picked { pointer: thing.pointer, twin }
            }
            _ => {
                let fitting: Vec<&Thing> =
                    things.iter().rev().filter(|thing| thing.twin.kind() == kind).collect();
                match fitting.is_empty() {
                    true => nothing(std::ptr::null_mut()),
                    false => {
                        let thing = fitting[usize::from(choice) % fitting.len()];
                        Picked { pointer: thing.pointer, twin: Some(Rc::clone(&thing.twin)) }
                    }
                }
            }
        }
    }

    /// Frees a handle with a function of its type; or of another, which leaves it alone.
    pub(super) fn free_one(&mut self) {
        let kind = KINDS[self.reader.below(KINDS.len())];
        let picked = self.pick(kind);
        if picked.twin.is_some() {
            self.pool.things.retain(|thing| thing.pointer != picked.pointer);
        }
        free(kind, picked.pointer);
    }

    pub(super) fn free_all(&mut self) {
        for thing in self.pool.things.drain(..) {
            free(thing.twin.kind(), thing.pointer);
        }
        assert!(self.pool.zeroed.iter().all(|word| *word == 0), "what is no handle was written to");
    }
}

fn free(kind: Kind, pointer: *mut c_void) {
    // SAFETY: it is NULL, zeroed memory, or a handle of the pool; one of this type has been removed from there.
    unsafe {
        match kind {
            Kind::Ca => issuedby_ca_certificate_free(pointer.cast()),
            Kind::Verifier => issuedby_verifier_free(pointer.cast()),
            Kind::Verdict => issuedby_verdict_free(pointer.cast()),
            Kind::Headers => issuedby_edge_headers_free(pointer.cast()),
            Kind::Report => issuedby_edge_report_free(pointer.cast()),
            Kind::Policy => issuedby_policy_free(pointer.cast()),
            Kind::Decision => issuedby_decision_free(pointer.cast()),
        }
    }
}
