//! The attacks of `THREATS.md` that no other suite tries. Each builds its certificates and offers them to the core.

mod certificate_parts;
mod hostile_keys;
mod hostile_names;
mod mail_constraints;
mod malleability;
mod signature_numbers;
mod work;
