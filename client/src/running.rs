use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpServer, web};
use local_ca::LocalCa;

use crate::assembly::{open_local_ca, relying_party, trusts_local_ca};
use crate::consumer::{Pause, SystemPause};
use crate::listeners::Listeners;
use crate::redirect_uris::{follow_scheme, paths, warn_of_mismatch};
use crate::rp::{Clock, Entropy, SystemClock, SystemEntropy};
use crate::web::{Parts, Paths, Waiting, WebApp, headers, routes};
use crate::{Environment, StartError};

/// A client that is listening; it stops when it is dropped.
#[derive(Debug)]
pub struct RunningClient {
    base_url: String,
    redirect_uri: String,
    post_logout_redirect_uri: Option<String>,
    handle: ServerHandle,
}

impl RunningClient {
    /// Begins to describe a client.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Scheme, host and port, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The redirect URI that goes to the provider.
    #[must_use]
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// The post-logout redirect URI that goes to the provider, if there is one.
    #[must_use]
    pub fn post_logout_redirect_uri(&self) -> Option<&str> {
        self.post_logout_redirect_uri.as_deref()
    }

    /// Stops listening and waits until the requests under way are answered.
    pub async fn stop(self) {
        self.handle.stop(true).await;
    }
}

impl Drop for RunningClient {
    fn drop(&mut self) {
        // The command is sent at once; the future only waits for the answer.
        drop(self.handle.stop(false));
    }
}

/// What a client is started with; each setting has a default.
pub struct Builder {
    environment: Option<Environment>,
    listen: String,
    tls: bool,
    local_ca: Option<Arc<LocalCa>>,
    data_dir: Option<PathBuf>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    pause: Arc<dyn Pause>,
    task_timeout: u64,
    output: Box<dyn Write + Send>,
    waiting: Option<Waiting>,
}

impl Builder {
    /// Whose client it is.
    #[must_use]
    pub fn environment(self, environment: Environment) -> Self {
        Self {
            environment: Some(environment),
            ..self
        }
    }

    /// The address to listen on, by default a free port on this machine: `127.0.0.1:0`.
    #[must_use]
    pub fn listen(self, address: impl Into<String>) -> Self {
        Self {
            listen: address.into(),
            ..self
        }
    }

    /// Whether to speak TLS, by a certificate of the local authority; by default yes.
    #[must_use]
    pub fn tls(self, tls: bool) -> Self {
        Self { tls, ..self }
    }

    /// The local certificate authority, to share one between provider and client.
    #[must_use]
    pub fn local_ca(self, local_ca: Arc<LocalCa>) -> Self {
        Self {
            local_ca: Some(local_ca),
            ..self
        }
    }

    /// The folder below which the local certificate authority is kept, where none is given as a
    /// value; by default [`local_ca::default_data_dir`].
    #[must_use]
    pub fn data_dir(self, data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: Some(data_dir.into()),
            ..self
        }
    }

    /// The clock; by default the system's.
    #[must_use]
    pub fn clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock, ..self }
    }

    /// The random numbers; by default the system's.
    #[must_use]
    pub fn entropy(self, entropy: Arc<dyn Entropy>) -> Self {
        Self { entropy, ..self }
    }

    /// How to wait between two questions for the same task; by default by the system's clock.
    #[must_use]
    pub fn pause(self, pause: Arc<dyn Pause>) -> Self {
        Self { pause, ..self }
    }

    /// The longest time for the bank to fetch what is new, before accounts are read, in seconds; by
    /// default [`TASK_TIMEOUT`].
    #[must_use]
    pub fn task_timeout(self, task_timeout: u64) -> Self {
        Self {
            task_timeout,
            ..self
        }
    }

    /// Where the two lines at start and the token set at each login are printed; by default
    /// nowhere.
    #[must_use]
    pub fn output(self, output: impl Write + Send + 'static) -> Self {
        Self {
            output: Box::new(output),
            ..self
        }
    }

    /// Who waits at a terminal for a login that ends at `/signed-in`.
    pub(crate) fn waiting(self, waiting: Waiting) -> Self {
        Self {
            waiting: Some(waiting),
            ..self
        }
    }

    /// Takes the address now, so that the redirect URI is known before the provider is started.
    ///
    /// # Errors
    /// [`StartError::Address`], [`StartError::Bind`].
    pub fn bind(self, address: &str) -> Result<Bound, StartError> {
        let listeners = Listeners::bind(address)?;
        Ok(Bound {
            builder: self,
            listeners,
        })
    }

    /// Takes the address of [`Builder::listen`] and starts.
    ///
    /// # Errors
    /// Every [`StartError`].
    pub async fn start(self) -> Result<RunningClient, StartError> {
        let address = self.listen.clone();
        self.bind(&address)?.start().await
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            environment: None,
            listen: "127.0.0.1:0".to_owned(),
            tls: true,
            local_ca: None,
            data_dir: None,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            pause: Arc::new(SystemPause),
            task_timeout: TASK_TIMEOUT,
            output: Box::new(std::io::sink()),
            waiting: None,
        }
    }
}

/// A client that has its address and does not answer yet.
pub struct Bound {
    builder: Builder,
    listeners: Listeners,
}

impl Bound {
    /// Whose client it is; see [`Builder::environment`].
    #[must_use]
    pub fn environment(self, environment: Environment) -> Self {
        Self {
            builder: self.builder.environment(environment),
            ..self
        }
    }

    /// Scheme, host and port, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        let scheme = if self.builder.tls { "https" } else { "http" };
        let port = self.listeners.address.port();
        format!("{scheme}://{}:{port}", self.listeners.host())
    }

    /// The redirect URI to register at the provider, for an environment that names none.
    #[must_use]
    pub fn redirect_uri(&self) -> String {
        format!("{}/auth/cb", self.base_url())
    }

    /// The post-logout redirect URI to register at the provider, for an environment that names
    /// neither of the two.
    #[must_use]
    pub fn post_logout_redirect_uri(&self) -> String {
        format!("{}/logout/cb", self.base_url())
    }

    /// Starts to answer.
    ///
    /// # Errors
    /// Every [`StartError`] but those of the address.
    #[expect(
        clippy::unused_async,
        reason = "it spawns the server, so it needs the runtime that an async function has"
    )]
    pub async fn start(self) -> Result<RunningClient, StartError> {
        let base_url = self.base_url();
        let own_redirect_uri = self.redirect_uri();
        let Self {
            mut builder,
            listeners,
        } = self;
        let mut environment = builder
            .environment
            .take()
            .ok_or(StartError::NoEnvironment)?;
        let redirect_uri = match &environment.redirect_uri {
            Some(configured) => follow_scheme(configured, builder.tls),
            None => own_redirect_uri,
        };
        environment.post_logout_redirect_uri = environment
            .post_logout_redirect_uri
            .map(|configured| follow_scheme(&configured, builder.tls));
        let local_ca = match builder.local_ca.take() {
            None if builder.tls || trusts_local_ca(&environment) => {
                Some(open_local_ca(builder.data_dir.take())?)
            }
            given => given,
        };
        let relying_party = relying_party(
            &environment,
            &redirect_uri,
            local_ca.as_deref(),
            Arc::clone(&builder.clock),
            Arc::clone(&builder.entropy),
        )?;
        let paths = paths(&environment, relying_party.registration())?;
        let post_logout_redirect_uri = relying_party
            .registration()
            .post_logout_redirect_uri
            .clone();
        warn_of_mismatch(&redirect_uri, &base_url);
        writeln!(
            builder.output,
            "Environment: {}\nServer listening on {base_url}...",
            environment.name
        )
        .and_then(|()| builder.output.flush())
        .map_err(StartError::Output)?;
        let app = web::Data::new(WebApp::new(
            relying_party,
            &environment,
            Parts {
                post_logout_path: paths.post_logout.clone(),
                tls: builder.tls,
                clock: builder.clock,
                entropy: builder.entropy,
                pause: builder.pause,
                task_timeout: builder.task_timeout,
                output: builder.output,
                waiting: builder.waiting,
            },
        ));
        let handle = serve(
            app,
            listeners,
            builder.tls.then_some(local_ca).flatten().as_deref(),
            paths,
        )?;
        Ok(RunningClient {
            base_url,
            redirect_uri,
            post_logout_redirect_uri,
            handle,
        })
    }
}

fn serve(
    app: web::Data<WebApp>,
    listeners: Listeners,
    local_ca: Option<&LocalCa>,
    paths: Paths,
) -> Result<ServerHandle, StartError> {
    let tls = local_ca
        .map(|ca| ca.issue(SystemClock.system_time())?.server_config())
        .transpose()?;
    let address = listeners.address.to_string();
    let mut server = HttpServer::new(move || {
        App::new()
            .app_data(app.clone())
            .wrap(headers())
            .configure(|config| routes(config, &paths))
    })
    .workers(WORKERS)
    .shutdown_timeout(SHUTDOWN_SECONDS)
    .keep_alive(KEEP_ALIVE)
    .client_request_timeout(PATIENCE)
    .tls_handshake_timeout(PATIENCE)
    // Without it an answer waits for the browser's delayed acknowledgement: 40 ms on Linux.
    .tcp_nodelay(true)
    .disable_signals();
    for socket in listeners.sockets {
        let listening = match &tls {
            Some(tls) => server.listen_rustls_0_23(socket, tls.clone()),
            None => server.listen(socket),
        };
        server = listening.map_err(|source| StartError::Bind {
            address: address.clone(),
            source,
        })?;
    }
    let server = server.run();
    let handle = server.handle();
    tokio::spawn(server);
    Ok(handle)
}

/// How long is waited for a fetch of the bank's, in seconds, where nothing else is said.
pub const TASK_TIMEOUT: u64 = 60;
const WORKERS: usize = 1;
const SHUTDOWN_SECONDS: u64 = 2;
/// How long a connection may take to become a request, on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a connection may be idle: longer than browsers and test clients mind, since what is sent to it
/// at the moment when it is closed is lost.
const KEEP_ALIVE: Duration = Duration::from_secs(100);
