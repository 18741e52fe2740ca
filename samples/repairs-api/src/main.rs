//! The repairs API on its own, for whoever wants to put it behind another authorization server.
#![forbid(unsafe_code)]

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use sample_repairs_api::{Config, Introspection, spawn};

const USAGE: &str = "usage: sample-repairs-api <port> <introspection endpoint> <client id>
The client's secret is read from the environment, SAMPLE_CLIENT_SECRET.
SAMPLE_PUBLIC_ORIGIN names the origin that callers know this API by.";

#[tokio::main]
async fn main() -> io::Result<()> {
    let usage = || io::Error::other(USAGE);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [port, endpoint, client_id] = arguments.as_slice() else {
        return Err(usage());
    };
    let mut config = Config::new(Introspection {
        endpoint: endpoint.parse().map_err(|_| usage())?,
        client_id: client_id.clone(),
        client_secret: std::env::var("SAMPLE_CLIENT_SECRET").map_err(|_| usage())?,
    });
    config.listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().map_err(|_| usage())?));
    if let Ok(origin) = std::env::var("SAMPLE_PUBLIC_ORIGIN") {
        config.public_origin = origin;
    }
    let running = spawn(config).await?;
    println!(
        "Repairs API {origin}\nFault dial {origin}/dial",
        origin = running.origin()
    );
    tokio::signal::ctrl_c().await?;
    running.stop().await;
    Ok(())
}
