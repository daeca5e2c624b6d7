//! The C binding: compiled, linked and called as C programs do.

mod answer_values;
mod answers;
mod build;
mod install;
mod programs;
mod questions;
mod sanitizers;
mod surface;
mod tls_server;
