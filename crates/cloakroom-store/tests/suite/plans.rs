//! What is read page by page is read by an index, in its order: a page costs the same however long
//! the list is (`bench/lists` measures it).

use cloakroom_store::STATEMENTS;

use crate::world::{Kind, World};

on_both! {
    every_page_and_every_search_is_read_by_an_index_in_its_order,
}

/// The statements that read a page of a list, or of what a search finds.
fn pages() -> Vec<(&'static str, &'static str)> {
    let of_pages = |name: &str| name.contains("_PAGE") || name.ends_with("_SEARCH");
    let pages = STATEMENTS.iter().copied();
    pages.filter(|(name, _)| of_pages(name)).collect()
}

async fn every_page_and_every_search_is_read_by_an_index_in_its_order(w: World) {
    let mut raw = w.raw().await;
    if w.kind == Kind::Postgres {
        // On empty tables reading all is cheapest. What is left when it is forbidden shows whether
        // an index serves: a plan without one still reads all, or sorts.
        for way in ["seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"] {
            raw.run(&format!("SET enable_{way} = off")).await;
        }
        raw.run("SET plan_cache_mode = force_generic_plan").await;
    }
    let pages = pages();
    // Every list and search there is: registrations, apps, people, host users, tenants, hosts,
    // grants by each of their filters, sessions, traces.
    assert!(pages.len() >= 20, "{pages:?}");
    for (name, sql) in pages {
        let plan = match w.kind {
            Kind::Sqlite => raw.texts(&format!("EXPLAIN QUERY PLAN {sql}"), 3).await,
            Kind::Postgres => {
                raw.run(&format!("PREPARE {name} AS {sql}")).await;
                let values = vec!["NULL"; parameters(sql)].join(", ");
                raw.texts(&format!("EXPLAIN EXECUTE {name} ({values})"), 0)
                    .await
            }
        };
        assert!(!plan.is_empty(), "{name}");
        let reads_all = match w.kind {
            Kind::Sqlite => plan
                .iter()
                .any(|line| line.starts_with("SCAN") || line.contains("TEMP B-TREE")),
            Kind::Postgres => {
                let lines = |part: &str| plan.iter().filter(|line| line.contains(part)).count();
                lines("Seq Scan") > 0
                    || lines("Sort") > 0
                    || lines("Index Cond") < lines("Index Scan") + lines("Index Only Scan")
            }
        };
        assert!(!reads_all, "{name}:\n{}", plan.join("\n"));
    }
}

/// How many parameters a statement has.
fn parameters(sql: &str) -> usize {
    (1..=32)
        .take_while(|n| sql.contains(&format!("${n}")))
        .count()
}

/// The way of looking would see a page that is not read by an index.
#[test]
fn a_page_without_an_index_would_be_seen() {
    crate::world::run(Kind::Sqlite, async |w: World| {
        let mut raw = w.raw().await;
        let by_account =
            "EXPLAIN QUERY PLAN SELECT id FROM grants WHERE account > $1 ORDER BY account LIMIT 9";
        let plan = raw.texts(by_account, 3).await;
        assert!(plan.iter().any(|line| line.starts_with("SCAN")), "{plan:?}");
        assert!(
            plan.iter().any(|line| line.contains("TEMP B-TREE")),
            "{plan:?}"
        );
    });
}
