//! Fidelity as a number: the same requests go to the stock library that Banno's provider is built on
//! and to Mock Banno, and their answers are compared.
//!
//! The requests are data ([`flows`]), a [`runner`] sends them to a [`subject`], [`normalise`] takes
//! out of the answers what differs by chance, [`compare`] finds what is left, and [`differences`] is
//! the reviewed list of what is meant to be. What stock answers is recorded ([`golden`]), so that the
//! mock can be checked without Node.js.

pub mod cli;
pub mod compare;
pub mod differences;
pub mod flows;
pub mod golden;
pub mod institution;
pub mod jwts;
pub mod normalise;
pub mod paths;
pub mod recipients;
pub mod report;
pub mod runner;
pub mod subject;
