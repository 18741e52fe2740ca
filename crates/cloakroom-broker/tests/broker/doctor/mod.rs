//! The doctor against providers and APIs that are set wrong in one place, in two, and in none.

mod case;
mod faults;
mod more;
mod table;
