//! Starting and stopping.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use sample_support::Serving;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::server::Server;

/// A server that listens in the background. Dropping it stops it.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Its state: log and script.
    pub server: Arc<Server>,
    serving: Serving,
}

impl Running {
    /// Its origin, `http://127.0.0.1:8789` for example.
    pub fn origin(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Stops listening and waits a moment for open requests.
    pub async fn stop(self) {
        self.serving.stop().await;
    }
}

/// Binds `config.listen` and serves in the background.
pub async fn spawn(config: Config) -> io::Result<Running> {
    let listener = TcpListener::bind(config.listen).await?;
    start(config, listener)
}

/// Serves on a listener that is already bound, until `shutdown` ends.
pub async fn serve(
    config: Config,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let running = start(config, listener)?;
    shutdown.await;
    running.stop().await;
    Ok(())
}

fn start(config: Config, listener: TcpListener) -> io::Result<Running> {
    let addr = listener.local_addr()?;
    let server = Server::new(config);
    let router = crate::routes::router(Arc::clone(&server));
    Ok(Running {
        addr,
        server,
        serving: sample_support::serve(listener, router),
    })
}
