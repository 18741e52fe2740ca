//! CPU time of those who make a page.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::database::Database;

/// Linux gives user space hundredths of a second, whatever the kernel's own tick.
const TICK: Duration = Duration::from_millis(10);

/// All threads of a process so far, user and system (proc(5), fields 14 and 15).
fn so_far(process: &str) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name before may hold blanks and brackets.
    let (_, after) = stat.rsplit_once(") ").context("/proc/PID/stat")?;
    let mut fields = after.split(' ').skip(11);
    let mut ticks = || -> Result<u32> {
        let field = fields.next().context("/proc/PID/stat")?;
        Ok(field.parse()?)
    };
    Ok(TICK * (ticks()? + ticks()?))
}

/// What each of them has spent so far. PostgreSQL's backends have the database's name in theirs.
fn spent(database: &Database) -> Result<HashMap<String, Duration>> {
    let mut all = HashMap::from([("self".to_owned(), so_far("self")?)]);
    let Some(name) = database.backends() else {
        return Ok(all);
    };
    for entry in std::fs::read_dir("/proc")? {
        let process = entry?.file_name().to_string_lossy().into_owned();
        let title = std::fs::read_to_string(format!("/proc/{process}/cmdline"));
        if title.is_ok_and(|title| title.starts_with("postgres:") && title.contains(name)) {
            // It may have ended meanwhile.
            if let Ok(spent) = so_far(&process) {
                all.insert(process, spent);
            }
        }
    }
    anyhow::ensure!(all.len() > 1, "no backend of {name} runs on this machine");
    Ok(all)
}

/// Microseconds of CPU that one call costs, from so many in a row.
pub(crate) async fn of<F>(
    database: &Database,
    times: u32,
    mut call: impl FnMut() -> F,
) -> Result<f64>
where
    F: Future<Output = Result<()>>,
{
    // Connects, if it has to.
    call().await?;
    let before = spent(database)?;
    for _ in 0..times {
        call().await?;
    }
    let mut all = Duration::ZERO;
    for (process, after) in spent(database)? {
        let before = before.get(&process).copied().unwrap_or_default();
        all += after.saturating_sub(before);
    }
    Ok(all.as_secs_f64() * 1e6 / f64::from(times))
}
