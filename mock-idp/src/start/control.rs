use std::sync::Arc;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use oidc::secret::Secret;
use tokio::task::JoinHandle;

use super::listen::{self, ListenError};
use crate::control::{Access, routes};
use crate::founder::Founder;

/// The listener of the control plane; it ends with the value.
#[derive(Debug)]
pub(super) struct Control {
    pub(super) url: String,
    handle: ServerHandle,
    running: Option<JoinHandle<()>>,
}

impl Control {
    pub(super) fn start(
        listen: &str,
        token: Option<Secret>,
        founder: Arc<Founder>,
    ) -> Result<Self, ListenError> {
        let listening = listen::bind_control(listen, token.is_some())?;
        let url = format!("http://{}", listening.address);
        let founder = Data::from(founder);
        let access = Data::new(Access { token });
        let app = move || {
            App::new()
                .app_data(founder.clone())
                .app_data(access.clone())
                .configure(routes)
        };
        let mut server = HttpServer::new(app)
            .workers(1)
            .disable_signals()
            .shutdown_timeout(1)
            .tcp_nodelay(true);
        for listener in listening.listeners {
            server = server.listen(listener).map_err(ListenError::Socket)?;
        }
        let server = server.run();
        let handle = server.handle();
        let running = tokio::spawn(async {
            if let Err(error) = server.await {
                tracing::error!(%error, "the control plane has stopped");
            }
        });
        Ok(Self {
            url,
            handle,
            running: Some(running),
        })
    }

    pub(super) async fn stop(mut self) {
        self.handle.stop(true).await;
        if let Some(running) = self.running.take() {
            // The task ends with the server; how it ended is of no more interest.
            let _ = running.await;
        }
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        if self.running.is_some() {
            // Sent at once; the future would only wait for the end.
            drop(self.handle.stop(false));
        }
    }
}
