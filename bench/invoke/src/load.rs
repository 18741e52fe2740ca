//! A load of a fixed number of requests over connections that are kept alive, on loopback.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Which requests to send, in turn, and what makes an answer a right one.
pub(crate) struct Load {
    pub(crate) port: u16,
    pub(crate) requests: Vec<Vec<u8>>,
    pub(crate) total: usize,
    /// Bytes that a right answer's body has at least.
    pub(crate) least_body: usize,
}

/// The text of a GET.
pub(crate) fn get(target: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n")
        .into_bytes()
}

/// The text of a POST of JSON, with further header lines.
pub(crate) fn post(target: &str, host: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {target} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
    .into_bytes()
}

impl Load {
    /// Sends all of them and gives how long it took. One wrong answer ends it with an error.
    pub(crate) async fn run(&self, connections: usize) -> Result<Duration> {
        let requests = Arc::new(self.requests.clone());
        let next = Arc::new(AtomicUsize::new(0));
        let (port, total, least_body) = (self.port, self.total, self.least_body);
        let began = Instant::now();
        let mut tasks = JoinSet::new();
        for _ in 0..connections {
            let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
            tasks.spawn(async move {
                let mut connection = Connection::open(port).await?;
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= total {
                        return Ok(());
                    }
                    let answer = connection
                        .exchange(&requests[number % requests.len()])
                        .await?;
                    answer.check(least_body)?;
                }
            });
        }
        while let Some(ended) = tasks.join_next().await {
            let ended: Result<()> = ended?;
            ended?;
        }
        Ok(began.elapsed())
    }
}

/// An answer, whose bytes lie in the connection's buffer.
pub(crate) struct Answer<'a> {
    pub(crate) head: &'a str,
    pub(crate) body: &'a [u8],
}

impl Answer<'_> {
    fn check(&self, least_body: usize) -> Result<()> {
        let right =
            self.head.starts_with("HTTP/1.1 200") && header(self.head, "cloakroom-error").is_none();
        ensure!(
            right && self.body.len() >= least_body,
            "a wrong answer: {}\n{}",
            self.head,
            String::from_utf8_lossy(self.body)
        );
        Ok(())
    }
}

/// A connection with one request at a time.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(32 * 1024),
        })
    }

    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            self.read().await?;
            if let Some(end) = self
                .buffer
                .windows(4)
                .position(|bytes| bytes == b"\r\n\r\n")
            {
                break end + 4;
            }
        };
        let text = std::str::from_utf8(&self.buffer[..head])?;
        let length: usize = header(text, "content-length")
            .context("an answer without length")?
            .parse()?;
        while self.buffer.len() < head + length {
            self.read().await?;
        }
        Ok(Answer {
            head: std::str::from_utf8(&self.buffer[..head])?,
            body: &self.buffer[head..],
        })
    }

    async fn read(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the server closed the connection");
        }
        Ok(())
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}
