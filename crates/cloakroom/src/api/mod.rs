//! The portal API as the terminal calls it: over HTTP at a running server, or in this process on
//! the embedded store of a stopped one. The routes are the same either way.

mod local;
mod remote;

use std::fmt::Display;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use serde_json::Value;

use crate::cli::Target;
use crate::data_folder;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The JSON body of a success; the problem in words otherwise.
    pub(crate) fn json(&self) -> Result<Value> {
        if self.status.is_success() {
            if self.body.is_empty() {
                return Ok(Value::Null);
            }
            return serde_json::from_slice(&self.body).context("the server's answer is not JSON");
        }
        bail!("{}", self.problem())
    }

    fn problem(&self) -> String {
        let Ok(problem) = serde_json::from_slice::<Value>(&self.body) else {
            return format!("the server answered {}", self.status);
        };
        let text = |field: &str| problem.get(field).and_then(Value::as_str);
        let mut words = text("detail")
            .or(text("title"))
            .unwrap_or("the server refused")
            .to_owned();
        if let Some(code) = text("code") {
            words = format!("{words} ({code})");
        }
        for line in [text("developer"), text("place")].into_iter().flatten() {
            words.push_str("\n  ");
            words.push_str(line);
        }
        for field in problem
            .get("fields")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let part = |name: &str| field.get(name).and_then(Value::as_str).unwrap_or_default();
            let line = format!("{}: {}", part("field"), part("message"));
            // The words for developers may list the fields already.
            if !words.contains(&line) {
                words.push_str(&format!("\n  {line}"));
            }
        }
        words
    }
}

enum Way {
    Remote(Box<remote::Remote>),
    Local(Box<local::Local>),
}

/// The portal API, authorized.
pub(crate) struct Api {
    way: Way,
    headers: HeaderMap,
}

impl Api {
    /// As the administrator, at the target that the flags name.
    pub(crate) async fn open(target: &Target) -> Result<Self> {
        let (way, token) = if let Some(data) = &target.data {
            let (local, token) = local::Local::open(data).await?;
            (Way::Local(Box::new(local)), token)
        } else {
            let file = target
                .token_file
                .clone()
                .unwrap_or_else(|| std::path::Path::new("data").join(data_folder::ADMINISTRATOR));
            let token = data_folder::read_secret(&file)?.with_context(|| {
                format!(
                    "no administrator's token at {}: name it with --token-file, or use --data with a stopped server",
                    file.display()
                )
            })?;
            (
                Way::Remote(Box::new(remote::Remote::new(&target.server)?)),
                token,
            )
        };
        let mut headers = bearer(&token)?;
        if let Some(tenant) = &target.tenant {
            headers.insert(HeaderName::from_static("cloakroom-tenant"), tenant.parse()?);
        }
        Ok(Self { way, headers })
    }

    /// With a host credential, at a running server.
    pub(crate) fn host(server: &url::Url, credential: &str) -> Result<Self> {
        Ok(Self {
            way: Way::Remote(Box::new(remote::Remote::new(server)?)),
            headers: bearer(credential)?,
        })
    }

    /// `GET`, and the JSON that comes.
    pub(crate) async fn get(&self, path: &str) -> Result<Value> {
        self.call(Method::GET, path, None, Bytes::new())
            .await?
            .json()
    }

    /// `POST` of JSON, and the JSON that comes.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.post_answer(path, body).await?.json()
    }

    /// `POST` of JSON, and the whole answer.
    pub(crate) async fn post_answer(&self, path: &str, body: &Value) -> Result<Answer> {
        let body = Bytes::from(serde_json::to_vec(body)?);
        self.call(Method::POST, path, Some("application/json"), body)
            .await
    }

    /// `POST` of a package, and the JSON that comes.
    pub(crate) async fn post_zip(&self, path: &str, zip: Vec<u8>) -> Result<Value> {
        self.call(Method::POST, path, Some("application/zip"), zip.into())
            .await?
            .json()
    }

    /// `PUT` of JSON over the version that was seen, and the JSON that comes.
    pub(crate) async fn put(&self, path: &str, seen: impl Display, body: &Value) -> Result<Value> {
        let body = Bytes::from(serde_json::to_vec(body)?);
        let headers = self.seen(seen)?;
        self.call_with(headers, Method::PUT, path, Some("application/json"), body)
            .await?
            .json()
    }

    /// `DELETE`, and the JSON that comes.
    pub(crate) async fn delete(&self, path: &str) -> Result<Value> {
        self.call(Method::DELETE, path, None, Bytes::new())
            .await?
            .json()
    }

    /// `POST` of a deed to the version that was seen, and the JSON that comes.
    pub(crate) async fn post_seen(&self, path: &str, seen: impl Display) -> Result<Value> {
        let headers = self.seen(seen)?;
        self.call_with(
            headers,
            Method::POST,
            path,
            Some("application/json"),
            Bytes::from_static(b"{}"),
        )
        .await?
        .json()
    }

    /// `DELETE` of the version that was seen, and the JSON that comes.
    pub(crate) async fn delete_seen(&self, path: &str, seen: impl Display) -> Result<Value> {
        self.call_with(self.seen(seen)?, Method::DELETE, path, None, Bytes::new())
            .await?
            .json()
    }

    /// The rows of a list, page by page.
    pub(crate) async fn list(&self, path: &str, name: &str) -> Result<Value> {
        let mut rows = Vec::new();
        let mut next = String::new();
        loop {
            let query = query([("limit", "100"), ("cursor", next.as_str())]);
            let mut page = self.get(&format!("{path}{query}")).await?;
            if let Some(Value::Array(page)) = page.get_mut(name).map(Value::take) {
                rows.extend(page);
            }
            match page.get("next").and_then(Value::as_str) {
                Some(cursor) => cursor.clone_into(&mut next),
                None => return Ok(rows.into()),
            }
        }
    }

    /// The headers of a change of that version.
    fn seen(&self, version: impl Display) -> Result<HeaderMap> {
        let mut headers = self.headers.clone();
        headers.insert(header::IF_MATCH, format!("\"{version}\"").parse()?);
        Ok(headers)
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        content_type: Option<&'static str>,
        body: Bytes,
    ) -> Result<Answer> {
        self.call_with(self.headers.clone(), method, path, content_type, body)
            .await
    }

    async fn call_with(
        &self,
        mut headers: HeaderMap,
        method: Method,
        path: &str,
        content_type: Option<&'static str>,
        body: Bytes,
    ) -> Result<Answer> {
        if let Some(content_type) = content_type {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        match &self.way {
            Way::Remote(remote) => remote.call(method, path, headers, body).await,
            Way::Local(local) => local.call(method, path, headers, body).await,
        }
    }
}

fn bearer(token: &str) -> Result<HeaderMap> {
    let mut value = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| anyhow::anyhow!("the token holds characters that no header can"))?;
    value.set_sensitive(true);
    let mut headers = HeaderMap::new();
    headers.insert(header::AUTHORIZATION, value);
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    Ok(headers)
}

/// A path segment, percent-encoded.
pub(crate) fn segment(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// A query, form-encoded, with its question mark; empty when there are no pairs.
pub(crate) fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    if query.is_empty() {
        query
    } else {
        format!("?{query}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(status: u16, body: &Value) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: body.to_string().into(),
        }
    }

    #[test]
    fn a_problem_is_told_with_its_code_its_fix_and_its_fields() {
        let problem = json!({
            "detail": "The registration was not saved.", "code": "registration_invalid",
            "developer": "Mend the fields.",
            "fields": [{"field": "baseUrl", "message": "must be https"}],
        });
        let error = answer(400, &problem).json().unwrap_err();
        assert_eq!(
            error.to_string(),
            "The registration was not saved. (registration_invalid)\n  Mend the fields.\n  baseUrl: must be https"
        );
    }

    #[test]
    fn a_field_that_the_developers_words_name_is_told_once() {
        let problem = json!({
            "detail": "Not saved.", "developer": "key: too short",
            "fields": [{"field": "key", "message": "too short"}, {"field": "name", "message": "taken"}],
        });
        let error = answer(400, &problem).json().unwrap_err();
        assert_eq!(
            error.to_string(),
            "Not saved.\n  key: too short\n  name: taken"
        );
    }

    #[test]
    fn paths_and_queries_are_encoded() {
        assert_eq!(segment("a/b?c"), "a%2Fb%3Fc");
        assert_eq!(
            query([("map", "https://a=http://b")]),
            "?map=https%3A%2F%2Fa%3Dhttp%3A%2F%2Fb"
        );
        assert_eq!(query([]), "");
    }
}
