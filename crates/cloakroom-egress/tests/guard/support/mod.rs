//! Servers that answer as a test says, and seams that record what was asked.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use cloakroom_egress::{
    Dial, EgressError, Exception, Guard, OutboundRequest, Policy, Purpose, Refusal, Resolver,
    Stream,
};
use cloakroom_model::{SharedClock, TestClock};
use futures_util::future::BoxFuture;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A server that answers every request with the same bytes and remembers what it was sent.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
    connections: Arc<Mutex<usize>>,
}

impl Server {
    /// Answers with these bytes, and keeps the connection open.
    pub(crate) async fn answering(answer: impl Into<Vec<u8>>) -> Self {
        Self::start(answer.into(), Then::GoOn).await
    }

    /// Answers with these bytes, and closes the connection.
    pub(crate) async fn closing_after(answer: impl Into<Vec<u8>>) -> Self {
        Self::start(answer.into(), Then::Close).await
    }

    /// Answers with these bytes, and hangs up on a connection's second request without a word.
    pub(crate) async fn answering_once_a_connection(answer: impl Into<Vec<u8>>) -> Self {
        Self::start(answer.into(), Then::HangUpOnTheNext).await
    }

    /// Hangs up on everybody: for requests that shall get as far as the TLS handshake.
    pub(crate) async fn hanging_up() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { while listener.accept().await.is_ok() {} });
        Self {
            address,
            heads: Arc::default(),
            connections: Arc::default(),
        }
    }

    async fn start(answer: Vec<u8>, then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            heads: Arc::default(),
            connections: Arc::default(),
        };
        let (heads, connections) = (server.heads.clone(), server.connections.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *connections.lock().unwrap() += 1;
                tokio::spawn(serve(stream, answer.clone(), heads.clone(), then));
            }
        });
        server
    }

    /// What was asked, head by head.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    /// How often somebody connected.
    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn url(&self, path: &str) -> url::Url {
        format!("http://{}{path}", self.address).parse().unwrap()
    }
}

/// What a server does after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    GoOn,
    Close,
    HangUpOnTheNext,
}

async fn serve(mut stream: TcpStream, answer: Vec<u8>, heads: Arc<Mutex<Vec<String>>>, then: Then) {
    let mut answered = false;
    let mut seen = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let Ok(n) = stream.read(&mut buffer).await else {
            return;
        };
        if n == 0 {
            return;
        }
        seen.extend_from_slice(&buffer[..n]);
        while let Some(end) = seen.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&seen[..end]).into_owned();
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase()
                        .strip_prefix("content-length: ")
                        .map(str::to_owned)
                })
                .and_then(|text| text.parse::<usize>().ok())
                .unwrap_or(0);
            if seen.len() < end + 4 + length {
                break;
            }
            seen.drain(..end + 4 + length);
            heads.lock().unwrap().push(head);
            if answered && then == Then::HangUpOnTheNext {
                return;
            }
            answered = true;
            if stream.write_all(&answer).await.is_err() {
                return;
            }
            if then == Then::Close {
                return;
            }
        }
    }
}

/// `200` with that body.
pub(crate) fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// `200` with those bytes in that encoding.
pub(crate) fn encoded(encoding: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    answer.extend_from_slice(body);
    answer
}

pub(crate) fn clock() -> SharedClock {
    Arc::new(TestClock::default())
}

/// A guard in development with these servers as loopback exceptions.
pub(crate) fn guard_for(servers: &[&Server]) -> Guard {
    let exceptions = servers
        .iter()
        .map(|server| Exception::new("127.0.0.1", server.port()).unwrap());
    Guard::new(Policy::development(exceptions), clock()).unwrap()
}

/// A guard whose names and wires are the test's; TLS is spoken by nobody here, so that requests
/// end with a TLS error once they were connected.
pub(crate) fn wired(names: &Names, wires: &Wires) -> Guard {
    Guard::with_seams(
        Policy::production(),
        Arc::new(names.clone()),
        Arc::new(wires.clone()),
        clock(),
    )
    .unwrap()
}

pub(crate) fn get(url: url::Url) -> OutboundRequest {
    OutboundRequest::get(Purpose::AppApi, url)
}

pub(crate) fn refusal(error: EgressError) -> Refusal {
    match error {
        EgressError::Refused { refusal, .. } => refusal,
        other => unreachable!("{other}"),
    }
}

/// A resolver that answers from a table, each answer in turn, the last for ever.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    answers: Arc<Mutex<HashMap<String, Vec<Vec<IpAddr>>>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Names {
    pub(crate) fn with(self, name: &str, answers: &[&[&str]]) -> Self {
        let answers = answers
            .iter()
            .map(|a| a.iter().map(|ip| ip.parse().unwrap()).collect())
            .collect();
        self.answers
            .lock()
            .unwrap()
            .insert(name.to_owned(), answers);
        self
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Resolver for Names {
    fn resolve<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        self.asked.lock().unwrap().push(name.to_owned());
        let mut answers = self.answers.lock().unwrap();
        let answer = match answers.get_mut(name) {
            None => Err(io::Error::other("no such name")),
            Some(list) if list.len() > 1 => Ok(list.remove(0)),
            Some(list) => Ok(list[0].clone()),
        };
        Box::pin(async move { answer })
    }
}

/// A dialler that brings every address that is not dead to one server, and remembers them all.
#[derive(Debug, Clone)]
pub(crate) struct Wires {
    to: SocketAddr,
    dead: Vec<IpAddr>,
    hanging: Vec<IpAddr>,
    dialled: Arc<Mutex<Vec<SocketAddr>>>,
}

impl Wires {
    pub(crate) fn to(server: SocketAddr) -> Self {
        Self {
            to: server,
            dead: Vec::new(),
            hanging: Vec::new(),
            dialled: Arc::default(),
        }
    }

    pub(crate) fn dead(mut self, address: &str) -> Self {
        self.dead.push(address.parse().unwrap());
        self
    }

    pub(crate) fn hanging(mut self, address: &str) -> Self {
        self.hanging.push(address.parse().unwrap());
        self
    }

    pub(crate) fn dialled(&self) -> Vec<SocketAddr> {
        self.dialled.lock().unwrap().clone()
    }
}

impl Dial for Wires {
    fn connect(&self, address: SocketAddr) -> BoxFuture<'static, io::Result<Box<dyn Stream>>> {
        self.dialled.lock().unwrap().push(address);
        let (to, dead, hangs) = (
            self.to,
            self.dead.contains(&address.ip()),
            self.hanging.contains(&address.ip()),
        );
        Box::pin(async move {
            if hangs {
                std::future::pending::<()>().await;
            }
            if dead {
                return Err(io::Error::other("unreachable"));
            }
            Ok(Box::new(TcpStream::connect(to).await?) as Box<dyn Stream>)
        })
    }
}
