//! Invokes, from the activity to the answer and its trace.

mod answer;
mod challenge;
mod credential;
mod fault;
mod find;
mod request;
