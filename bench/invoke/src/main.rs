//! CPU (user and system) of the server process per 1,000 invokes with a valid token, beside nginx
//! that adds a fixed `Authorization` header to the same upstream, in one run.
//!
//! `bench/invoke/run` builds both and starts this with the path of the binary to measure. How to
//! read the figures: `docs/benchmarks.md`.
#![forbid(unsafe_code)]

mod cloakroom;
mod data;
mod grants;
mod installation;
mod load;
mod machine;
mod nginx;
mod process;
mod table;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::cloakroom::Cloakroom;
use crate::load::Load;
use crate::nginx::Nginx;
use crate::process::Running;
use crate::table::Round;

/// Users with a grant of their own; the requests go through them in turn.
const USERS: usize = 1000;
/// Connections that are kept alive, each with one request at a time.
const CONNECTIONS: usize = 64;
/// Requests of one round. CPU times come in hundredths of a second, so each takes a second or more.
const OF_NGINX: usize = 60_000;
const OF_CLOAKROOM: usize = 15_000;
/// Rounds that count, when no other number is asked for.
const ROUNDS: usize = 7;
/// Traces are written within half a second or so; their writing counts as well.
const SETTLE: Duration = Duration::from_millis(1500);

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let binary = arguments
        .next()
        .context("usage: bench-invoke BINARY [ROUNDS]")?;
    let rounds = arguments
        .next()
        .map_or(Ok(ROUNDS), |text| text.parse())
        .context("ROUNDS")?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run(binary.into(), rounds))
}

async fn run(binary: PathBuf, rounds: usize) -> Result<()> {
    println!("{}", machine::facts()?);
    let folder = tempfile::tempdir()?;
    let body = data::body();
    let upstream = Nginx::upstream(folder.path(), &body)?;
    let proxy = Nginx::proxy(folder.path(), upstream.port, &data::token())?;
    let place = folder.path().join("cloakroom");
    let cloakroom = Cloakroom::start(binary, place, upstream.port, USERS).await?;

    let plain = Load {
        port: proxy.port,
        requests: vec![load::get("/repairs?assignedTo=Karin&skip=0&count=25")],
        total: OF_NGINX,
        least_body: body.len(),
    };
    let invokes = Load {
        port: cloakroom.at.port,
        requests: (0..USERS).map(|user| cloakroom.invoke(user)).collect(),
        total: OF_CLOAKROOM,
        least_body: 2 * body.len(),
    };
    let mut measured = Vec::new();
    let mut began = cloakroom::now();
    // The first round warms up: connections, caches of grants, compiled templates.
    for round in 0..=rounds {
        let nginx = cost(&proxy.process, &plain).await?;
        began = cloakroom::now();
        let ours = cost(&cloakroom.process, &invokes).await?;
        if round > 0 {
            measured.push(Round {
                nginx: nginx.millis,
                ours: ours.millis,
                rate: ours.rate,
            });
        }
    }
    let traces = cloakroom
        .account((rounds + 1) * OF_CLOAKROOM, began)
        .await?;
    println!("{}", table::of(&measured));
    println!(
        "all invokes counted by the metrics; {traces} of the last {OF_CLOAKROOM} left a trace (the rest: dropped, the queue was full)\n\
         peak memory: cloakroom {} MB, nginx {} MB",
        cloakroom.process.peak_memory()?,
        proxy.process.peak_memory()?
    );
    Ok(())
}

struct Cost {
    /// CPU of the process for 1,000 requests.
    millis: f64,
    /// Requests a second, by the clock on the wall: load and upstream share the machine.
    rate: f64,
}

async fn cost(process: &Running, load: &Load) -> Result<Cost> {
    let before = process.cpu()?;
    let took = load.run(CONNECTIONS).await?;
    tokio::time::sleep(SETTLE).await;
    let spent = process.cpu()? - before;
    let thousands = load.total as f64 / 1000.0;
    Ok(Cost {
        millis: spent.as_secs_f64() * 1000.0 / thousands,
        rate: load.total as f64 / took.as_secs_f64(),
    })
}
