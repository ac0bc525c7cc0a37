use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{App, HttpServer};
use oidc::secret::Secret;

use super::listen::{self, ListenError};
use super::running::Running;
use super::{KEEP_ALIVE, PATIENCE};
use crate::control::{Access, routes};
use crate::founder::Founder;
use crate::metrics::Metrics;

/// The listener of the control plane; it ends with the value.
#[derive(Debug)]
pub(super) struct Control {
    pub(super) url: String,
    pub(super) running: Running,
}

impl Control {
    pub(super) fn start(
        listen: &str,
        token: Option<Secret>,
        founder: Arc<Founder>,
        metrics: Arc<Metrics>,
    ) -> Result<Self, ListenError> {
        let listening = listen::bind_control(listen, token.is_some())?;
        let url = format!("http://{}", listening.address);
        let founder = Data::from(founder);
        let metrics = Data::from(metrics);
        let access = Data::new(Access { token });
        let app = move || {
            App::new()
                .app_data(founder.clone())
                .app_data(metrics.clone())
                .app_data(access.clone())
                .configure(routes)
        };
        let mut server = HttpServer::new(app)
            .workers(1)
            .disable_signals()
            .shutdown_timeout(1)
            .keep_alive(KEEP_ALIVE)
            .client_request_timeout(PATIENCE)
            .tcp_nodelay(true);
        for listener in listening.listeners {
            server = server.listen(listener).map_err(ListenError::Socket)?;
        }
        Ok(Self {
            url,
            running: Running::begin(server.run(), "control plane"),
        })
    }
}
