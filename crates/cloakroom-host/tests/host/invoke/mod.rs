//! Invokes, from the activity to the answer and its trace.

mod answer;
mod api_key;
mod challenge;
mod credential;
mod fault;
mod find;
mod request;
