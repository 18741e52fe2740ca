//! What is kept: records and one interface over SQLite and PostgreSQL. No SQL anywhere else.
#![forbid(unsafe_code)]
