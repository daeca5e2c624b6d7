//! Ways past the name constraints of a CA, each tried by a leaf that the CA really signed.
//!
//! An attack is a CA's constraints, a subject and alternative names. What must come out stands beside it: no reason at
//! all for a control that shows the constraint at work, else every code of the refusal.

mod addresses;
mod constrained;
mod cost;
mod directories;
mod encodings;
mod hosts;
mod mailboxes;
mod messages;
mod several_cas;
