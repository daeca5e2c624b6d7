//! Attacks of `THREATS.md` that no other suite tries: each certificate is made here and offered to the core.

mod certificate_parts;
mod hostile_keys;
mod hostile_names;
mod mail_constraints;
mod malleability;
mod signature_numbers;
mod work;
