//! Reading a body: counted as it comes and again after decompression (SEC-EGRESS-09).

use async_compression::tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder};
use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::error::EgressError;

/// What a server may compress with, as the guard asks for it.
pub(crate) const ACCEPT_ENCODING: &str = "gzip, br, deflate";

/// Reads the body to its end.
pub(crate) async fn read(mut body: Incoming, limit: usize) -> Result<Bytes, EgressError> {
    let mut read = BytesMut::new();
    let mut only: Option<Bytes> = None;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| EgressError::Protocol {
            reason: error.to_string(),
            sent: true,
        })?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        let so_far = read.len() + only.as_ref().map_or(0, Bytes::len);
        if so_far + data.len() > limit {
            return Err(EgressError::TooLarge { limit });
        }
        // Most answers are one frame, which then is not copied.
        match only.take() {
            None if read.is_empty() => only = Some(data),
            None => read.extend_from_slice(&data),
            Some(first) => {
                read.extend_from_slice(&first);
                read.extend_from_slice(&data);
            }
        }
    }
    Ok(only.unwrap_or_else(|| read.freeze()))
}

/// Undoes the body's `Content-Encoding`.
pub(crate) async fn decode(
    headers: &HeaderMap,
    body: Bytes,
    limit: usize,
) -> Result<Bytes, EgressError> {
    let mut encodings = headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or("?").split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty() && name != "identity");
    let Some(encoding) = encodings.next() else {
        return Ok(body);
    };
    if encodings.next().is_some() {
        return Err(EgressError::Encoding {
            reason: "more than one encoding".to_owned(),
        });
    }
    if body.is_empty() {
        return Ok(body);
    }
    let bytes: &[u8] = &body;
    match encoding.as_str() {
        "gzip" | "x-gzip" => {
            let mut decoder = GzipDecoder::new(bytes);
            decoder.multiple_members(true);
            inflate("gzip", decoder, limit).await
        }
        "br" => inflate("br", BrotliDecoder::new(bytes), limit).await,
        "deflate" => match inflate("deflate", ZlibDecoder::new(bytes), limit).await {
            // Some servers send the raw format that RFC 9110 §8.4.1.2 warns of.
            Err(EgressError::Encoding { .. }) => {
                inflate("deflate", DeflateDecoder::new(bytes), limit).await
            }
            other => other,
        },
        _ => Err(EgressError::Encoding {
            reason: "an encoding that was not asked for".to_owned(),
        }),
    }
}

async fn inflate(
    name: &str,
    decoder: impl AsyncRead + Unpin,
    limit: usize,
) -> Result<Bytes, EgressError> {
    let mut out = Vec::new();
    // One byte beyond the limit tells "too large" from "exactly full".
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    decoder
        .take(most)
        .read_to_end(&mut out)
        .await
        .map_err(|error| EgressError::Encoding {
            reason: format!("{name}: {error}"),
        })?;
    if out.len() > limit {
        return Err(EgressError::TooLarge { limit });
    }
    Ok(out.into())
}
