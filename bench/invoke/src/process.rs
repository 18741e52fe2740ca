//! A server process of ours: started, measured and ended by its id.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// A running server.
pub(crate) struct Running {
    child: Child,
}

/// A port that nobody listens on at present.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// Whether `GET /healthz` is answered with 200 within a second.
fn answers(port: u16) -> Result<bool> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
    let mut status = [0; 12];
    stream.read_exact(&mut status)?;
    Ok(&status == b"HTTP/1.1 200")
}

impl Running {
    /// Starts it and waits until it answers: a server may listen before it is ready.
    pub(crate) fn start(mut command: Command, port: u16) -> Result<Self> {
        let child = command.spawn().with_context(|| format!("{command:?}"))?;
        let mut running = Self { child };
        for _ in 0..600 {
            if answers(port).is_ok_and(|answers| answers) {
                return Ok(running);
            }
            if let Some(status) = running.child.try_wait()? {
                bail!("{command:?} ended with {status}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("{command:?} does not answer")
    }

    /// CPU time of all its threads so far, user and system (proc(5), fields 14 and 15).
    pub(crate) fn cpu(&self) -> Result<Duration> {
        /// Linux gives user space hundredths of a second, whatever the kernel's own tick.
        const TICK: Duration = Duration::from_millis(10);
        let stat = self.read("stat")?;
        // The name before may hold blanks and brackets.
        let (_, after) = stat.rsplit_once(") ").context("/proc/PID/stat")?;
        let mut fields = after.split(' ').skip(11);
        let mut ticks = || {
            fields
                .next()
                .context("/proc/PID/stat")?
                .parse::<u32>()
                .map_err(anyhow::Error::from)
        };
        Ok(TICK * (ticks()? + ticks()?))
    }

    /// The most memory it has held so far, in MB.
    pub(crate) fn peak_memory(&self) -> Result<u64> {
        let status = self.read("status")?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .context("VmHWM")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes / 1024)
    }

    fn read(&self, file: &str) -> Result<String> {
        Ok(fs::read_to_string(format!(
            "/proc/{}/{file}",
            self.child.id()
        ))?)
    }

    /// Ends it in good order and waits for it.
    pub(crate) fn stop(mut self) -> Result<()> {
        Command::new("kill")
            .arg(self.child.id().to_string())
            .status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
