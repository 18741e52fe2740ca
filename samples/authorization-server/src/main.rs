//! The sample authorization server on its own, for whoever wants to point another client at it.
#![forbid(unsafe_code)]

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use sample_authorization_server::{Client, Config, spawn};

const USAGE: &str = "usage: sample-authorization-server <port> <client id> <redirect URI>
The client's secret is read from the environment, SAMPLE_CLIENT_SECRET; without it the client is a public one.";

#[tokio::main]
async fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [port, client_id, redirect_uri] = arguments.as_slice() else {
        return Err(io::Error::other(USAGE));
    };
    let port = port.parse().map_err(|_| io::Error::other(USAGE))?;
    let client = Client {
        id: client_id.clone(),
        name: client_id.clone(),
        secret: std::env::var("SAMPLE_CLIENT_SECRET").ok(),
        redirect_uris: vec![redirect_uri.clone()],
        authentication: None,
        introspects: false,
    };
    let running = spawn(Config {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        clients: vec![client],
        ..Config::default()
    })
    .await?;
    println!(
        "Issuer {issuer}\nFault dial {issuer}/dial",
        issuer = running.issuer()
    );
    tokio::signal::ctrl_c().await?;
    running.stop().await;
    Ok(())
}
