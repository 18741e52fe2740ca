//! CPU (user and system) of a page of a list and of a search in a tenant with 1,000 registrations,
//! 1,000 API keys, 1,000 apps, 1,000 people, as many users of hosts, 100,000 grants and 10,000
//! traces, beside the same in a tenant with a hundredth of that, in one run. Ends with 1 where one
//! costs more than 1.5 times the other.
//!
//! How to read the figures: `docs/benchmarks.md`.
#![forbid(unsafe_code)]

mod cpu;
mod data;
mod database;
mod reads;

use anyhow::{Context, Result, bail};

use crate::data::{Size, Tenant};
use crate::database::{Database, Kind};
use crate::reads::{READS, Read};

/// A hundredth, so that both have pages of [`reads::ROWS`] rows.
const SMALL: Size = Size {
    each: 10,
    grants: 1_000,
    traces: 100,
};
const LARGE: Size = Size {
    each: 1_000,
    grants: 100_000,
    traces: 10_000,
};
/// Pages of one measurement. CPU times come in hundredths of a second, so each takes many of them.
const PAGES: u32 = 3_000;
/// Rounds that count, when no other number is asked for.
const ROUNDS: usize = 7;
/// What a page of the large tenant may cost beside one of the small.
const MOST: f64 = 1.5;

fn main() -> Result<()> {
    let rounds = std::env::args()
        .nth(1)
        .map_or(Ok(ROUNDS), |text| text.parse())
        .context("usage: bench-lists [ROUNDS]")?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut beyond = measured(Kind::Sqlite, rounds).await?;
        match std::env::var(database::VARIABLE) {
            Ok(server) => beyond.extend(measured(Kind::Postgres(server), rounds).await?),
            Err(_) => println!(
                "\nPostgreSQL: not measured; {} names none",
                database::VARIABLE
            ),
        }
        if !beyond.is_empty() {
            bail!("more than {MOST} times as much: {}", beyond.join(", "));
        }
        Ok(())
    })
}

/// One database's table; gives what is beyond.
async fn measured(kind: Kind, rounds: usize) -> Result<Vec<String>> {
    let (small, large) = (
        Database::make(&kind, "small").await?,
        Database::make(&kind, "large").await?,
    );
    let outcome = table(&kind, &small, &large, rounds).await;
    small.remove().await?;
    large.remove().await?;
    outcome
}

async fn table(
    kind: &Kind,
    small: &Database,
    large: &Database,
    rounds: usize,
) -> Result<Vec<String>> {
    let few = Tenant::make(small, SMALL).await?;
    let many = Tenant::make(large, LARGE).await?;
    small.settle().await?;
    large.settle().await?;
    println!("\n{}; CPU of {}", kind.name(), kind.counted());
    println!("µs of CPU a page, median of {rounds} rounds of {PAGES} pages");
    println!("{:<44} {:>8} {:>8} {:>6}", "", "small", "large", "ratio");
    let mut beyond = Vec::new();
    for read in READS {
        let (few, many) = (few.asked(read).await?, many.asked(read).await?);
        let (mut of_few, mut of_many, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        // The first warms up.
        for round in 0..=rounds {
            let one = cpu::of(small, PAGES, || few.read()).await?;
            let other = cpu::of(large, PAGES, || many.read()).await?;
            if round > 0 {
                of_few.push(one);
                of_many.push(other);
                ratios.push(other / one);
            }
        }
        let ratio = median(ratios);
        let (few, many) = (median(of_few), median(of_many));
        let Read { name, .. } = read;
        println!("{name:<44} {few:>8.1} {many:>8.1} {ratio:>6.2}");
        if ratio > MOST {
            beyond.push(format!("{name} ({}, {ratio:.2})", kind.name()));
        }
    }
    Ok(beyond)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
