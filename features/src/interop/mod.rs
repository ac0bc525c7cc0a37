//! Signs in through clients that others wrote, each a small program below `features/interop`, and tells what
//! each of them did and refused.
//!
//! A front stands between them and the provider. It passes everything through and keeps it, so what the table
//! tells is what went over the wire; and it is what changes a message where a client has to notice.

mod bank;
mod checks;
mod front;
mod needs;
mod observed;
mod options;
mod process;
mod program;
mod progress;
mod report;
mod run;
mod stage;
mod start;
mod table;
mod tamper;
mod trial;
mod visitor;
mod wire;
mod words;

pub use run::main;
