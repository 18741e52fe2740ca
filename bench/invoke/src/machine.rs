//! On what machine the figures were made.

use std::fs;

use anyhow::Result;

/// CPU, cores, kernel and how busy it was with other things.
pub(crate) fn facts() -> Result<String> {
    let cpu = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpu
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split_once(": "))
        .map_or("unknown CPU", |(_, model)| model);
    let cores = cpu
        .lines()
        .filter(|line| line.starts_with("processor"))
        .count();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease")?;
    let load = fs::read_to_string("/proc/loadavg")?;
    Ok(format!(
        "{model}, {cores} cores, Linux {}, load before {}",
        kernel.trim(),
        load.split(' ').next().unwrap_or_default()
    ))
}
