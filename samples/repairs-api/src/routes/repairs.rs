//! The operations of the OpenAPI description.

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::{Json, body::Bytes};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::{Id, Shared};
use crate::answers;
use crate::bearer::identified;
use crate::data::{Repair, Search};

const AT_MOST: usize = 50;
const USUALLY: usize = 25;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListQuery {
    #[serde(default)]
    assigned_to: String,
    #[serde(default)]
    skip: usize,
    count: Option<usize>,
}

pub(super) async fn list(
    State(server): Shared,
    Extension(id): Id,
    headers: HeaderMap,
    query: Result<Query<ListQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Response> {
    let token = identified(&server, id, &headers, server.read_scope.as_deref()).await?;
    let Ok(Query(query)) = query else {
        return Err(invalid("skip and count are numbers."));
    };
    let search = Search {
        assigned_to: query.assigned_to,
        ..Search::default()
    };
    let found = server.repairs().search(&token, &search);
    page(&found, query.skip, query.count)
}

#[derive(Deserialize)]
struct SearchBody {
    text: String,
    #[serde(default)]
    filter: Filter,
    count: Option<usize>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Filter {
    #[serde(default)]
    assigned_to: String,
    since: Option<String>,
}

pub(super) async fn search(
    State(server): Shared,
    Extension(id): Id,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Response> {
    let token = identified(&server, id, &headers, server.read_scope.as_deref()).await?;
    let body: SearchBody = read(&body)?;
    let search = Search {
        text: body.text,
        assigned_to: body.filter.assigned_to,
        since: body.filter.since.filter(|since| !since.is_empty()),
    };
    let found = server.repairs().search(&token, &search);
    page(&found, 0, body.count)
}

pub(super) async fn one(
    State(server): Shared,
    Extension(id): Id,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Response> {
    let token = identified(&server, id, &headers, server.read_scope.as_deref()).await?;
    let found = server.repairs().one(&token, &number);
    let missing = || {
        answers::error(
            StatusCode::NOT_FOUND,
            "not_found",
            "You have no repair of that number.",
        )
    };
    found
        .map(|repair| Json(repair).into_response())
        .ok_or_else(|| missing().into_response())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewRepair {
    title: String,
    description: Option<String>,
    assigned_to: Option<String>,
}

pub(super) async fn create(
    State(server): Shared,
    Extension(id): Id,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Response> {
    identified(&server, id, &headers, server.read_scope.as_deref()).await?;
    let token = identified(&server, id, &headers, server.write_scope.as_deref()).await?;
    let new: NewRepair = read(&body)?;
    if new.title.trim().is_empty() {
        return Err(invalid("A repair has a title."));
    }
    let technician = new.assigned_to.unwrap_or_else(|| "Karin Blair".to_owned());
    let repair = server
        .repairs()
        .create(&token, new.title, new.description, technician);
    Ok((StatusCode::CREATED, Json(repair)).into_response())
}

#[expect(clippy::result_large_err, reason = "the error is the answer itself")]
fn page(found: &[Repair], skip: usize, count: Option<usize>) -> Result<Response, Response> {
    let count = count.unwrap_or(USUALLY);
    if !(1..=AT_MOST).contains(&count) {
        return Err(invalid("count is from 1 to 50."));
    }
    let results: Vec<&Repair> = found.iter().skip(skip).take(count).collect();
    Ok(Json(json!({ "results": results, "total": found.len() })).into_response())
}

#[expect(clippy::result_large_err, reason = "the error is the answer itself")]
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Response> {
    serde_json::from_slice(body).map_err(|error| invalid(&error.to_string()))
}

fn invalid(message: &str) -> Response {
    answers::error(StatusCode::BAD_REQUEST, "invalid_request", message).into_response()
}
