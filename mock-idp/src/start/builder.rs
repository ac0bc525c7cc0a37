use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use actix_web::{App, HttpServer};
use local_ca::LocalCa;
use oidc::clock::Clock;
use oidc::entropy::Entropy;
use oidc::secret::Secret;

use super::control::Control;
use super::impersonate::{self, Beside};
use super::listen::{self, ListenError};
use super::running::Running;
use super::{Error, KEEP_ALIVE, MockIdp, PATIENCE};
use crate::clock::SystemClock;
use crate::config::{self, Config};
use crate::entropy::SystemEntropy;
use crate::founder::{Foundation, Founder};
use crate::http::{TrustForwarded, exchange};
use crate::institution::Registry;
use crate::keys::{KeySet, RsaPool};
use crate::metrics::Metrics;
use crate::routes::routes;
use crate::tls::{self, Authority};

/// How a provider is started; see [`MockIdp::builder`].
#[derive(Debug)]
#[must_use]
pub struct Builder {
    config: Result<Config, config::Error>,
    listen: String,
    allow_remote: bool,
    trust_forwarded: bool,
    base_url: Option<String>,
    back_channel_url: Option<String>,
    impersonate: Option<String>,
    tls: bool,
    data_dir: Option<PathBuf>,
    ca: Option<Arc<LocalCa>>,
    keys: Option<KeySet>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    workers: usize,
    control: Option<String>,
    control_token: Option<Secret>,
}

impl Builder {
    /// See [`MockIdp::builder`].
    pub(super) fn new() -> Self {
        Self {
            config: Config::fixtures(),
            listen: "127.0.0.1:0".to_owned(),
            allow_remote: false,
            trust_forwarded: false,
            base_url: None,
            back_channel_url: None,
            impersonate: None,
            tls: true,
            data_dir: None,
            ca: None,
            keys: None,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            workers: 1,
            control: None,
            control_token: None,
        }
    }

    /// The configuration in a text, like a `--config` file's.
    pub fn config(mut self, toml: &str) -> Self {
        self.config = Config::from_text(toml, "configuration");
        self
    }

    /// A configuration that has been read.
    pub fn parsed_config(mut self, config: Config) -> Self {
        self.config = Ok(config);
        self
    }

    /// Address and port; a free port with port 0.
    pub fn listen(mut self, listen: impl Into<String>) -> Self {
        self.listen = listen.into();
        self
    }

    /// Lets others than this machine in.
    pub const fn allow_remote(mut self, allow: bool) -> Self {
        self.allow_remote = allow;
        self
    }

    /// Finds institutions by the host in `Forwarded` (RFC 7239) or `X-Forwarded-Host`, for a listener
    /// that only a switch can reach.
    pub const fn trust_forwarded(mut self, trust: bool) -> Self {
        self.trust_forwarded = trust;
        self
    }

    /// Scheme, host and port that clients use, where it is not `localhost` with the port that is
    /// listened on.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Scheme, host and port that servers use, where browsers use another: metadata then sends
    /// servers there, while the issuer stays what it is.
    pub fn back_channel_url(mut self, url: impl Into<String>) -> Self {
        self.back_channel_url = Some(url.into());
        self
    }

    /// Poses as that host, for programs on this machine that have been led here: the base URL is the
    /// host's, whatever port is listened on, and the certificate is of an authority that is made for
    /// it and lives for a day. Its certificate stands in the data folder, if there is one, until the end.
    pub fn impersonate(mut self, host: impl Into<String>) -> Self {
        self.impersonate = Some(host.into());
        self
    }

    /// TLS, or plain HTTP.
    pub const fn tls(mut self, tls: bool) -> Self {
        self.tls = tls;
        self
    }

    /// Keeps certificate authority and signing keys in a folder.
    pub fn data_dir(mut self, data_dir: impl Into<PathBuf>) -> Self {
        self.data_dir = Some(data_dir.into());
        self
    }

    /// Uses an authority that is there already, so that several servers can share one.
    pub fn local_ca(mut self, ca: Arc<LocalCa>) -> Self {
        self.ca = Some(ca);
        self
    }

    /// Uses signing keys that are there already, so that many tests can share a set.
    pub fn signing_keys(mut self, keys: KeySet) -> Self {
        self.keys = Some(keys);
        self
    }

    /// The clock that the institution's own runs with.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The randomness.
    pub fn entropy(mut self, entropy: Arc<dyn Entropy>) -> Self {
        self.entropy = entropy;
        self
    }

    /// How many threads answer requests.
    pub const fn workers(mut self, workers: usize) -> Self {
        self.workers = workers;
        self
    }

    /// Listens for the control plane on that address and port, port 0 for a free one. Beyond this
    /// machine it needs a token.
    pub fn control(mut self, listen: impl Into<String>) -> Self {
        self.control = Some(listen.into());
        self
    }

    /// Lets nobody use the control plane without this bearer token.
    pub fn control_token(mut self, token: Secret) -> Self {
        self.control_token = Some(token);
        self
    }

    /// Starts; the provider answers as soon as this returns.
    ///
    /// # Errors
    /// [`Error`].
    #[expect(
        clippy::unused_async,
        reason = "callers shall not see what needs waiting for"
    )]
    pub async fn start(self) -> Result<MockIdp, Error> {
        let config = self.config?;
        let beside = Beside {
            base_url: self.base_url.as_deref(),
            back_channel_url: self.back_channel_url.as_deref(),
            tls: self.tls,
            config: &config,
        };
        let impersonating = self.impersonate.as_deref().map(|host| {
            beside.check(host)?;
            Authority::impersonating(host).map_err(impersonate::blamed)
        });
        let impersonating = impersonating.transpose()?;
        let listening = listen::bind(&self.listen, self.allow_remote)?;
        let scheme = if self.tls { "https" } else { "http" };
        let base_url = match (&impersonating, self.base_url) {
            (Some(Authority::Impersonating(authority, _)), _) => {
                format!("https://{}", authority.host())
            }
            (_, Some(base_url)) => listen::check_base_url(&base_url)?,
            (_, None) => format!("{scheme}://localhost:{}", listening.port),
        };
        let back_channel_url = self.back_channel_url.as_deref();
        let back_channel_url = back_channel_url
            .map(listen::check_back_channel_url)
            .transpose()?
            .filter(|url| *url != base_url);
        let mut authority = match (impersonating, self.tls, self.ca, &self.data_dir) {
            (Some(authority), ..) => Some(authority),
            (None, false, ..) => None,
            (None, true, Some(ca), _) => Some(Authority::Local(ca)),
            (None, true, None, Some(data_dir)) => Some(Authority::Local(tls::kept_ca(data_dir)?)),
            (None, true, None, None) => Some(Authority::Local(tls::ephemeral_ca()?)),
        };
        // Only now that the port is taken: it may have been another's, whose file stays.
        if let (Some(authority), Some(data_dir)) = (&mut authority, &self.data_dir) {
            authority.publish(data_dir)?;
        }
        let hosts = hosts(&config, &base_url, back_channel_url.as_deref());
        let hosts: Vec<_> = hosts.iter().map(String::as_str).collect();
        let certificate = authority
            .as_ref()
            .map(|authority| authority.server_config(&hosts))
            .transpose()?;
        let metrics = Arc::new(Metrics::new(self.clock.now()));
        let foundation = Foundation {
            base_url,
            back_channel_url,
            keys: self.keys,
            data_dir: self.data_dir,
            clock: self.clock,
            entropy: self.entropy,
            rsa: RsaPool::default(),
            made_keys: AtomicU32::new(0),
            ca_pem: authority
                .as_ref()
                .map(|authority| authority.certificate_pem().to_owned()),
        };
        // Made once and shared by all workers: a store per worker would lose codes.
        let founder = Arc::new(Founder::new(foundation, config)?);
        let institution = founder.registry().default_institution();
        let (tls_config, subject_public_key_info) = certificate.unzip();
        let address = listening.address;
        let server = serve(
            Data::from(founder.registry().clone()),
            Data::from(founder.clone()),
            Data::from(metrics.clone()),
            listening,
            tls_config.as_ref(),
            TrustForwarded(self.trust_forwarded),
            self.workers,
        )?;
        let control = self
            .control
            .map(|listen| {
                Control::start(
                    &listen,
                    self.control_token,
                    founder.clone(),
                    metrics.clone(),
                )
            })
            .transpose()?;
        Ok(MockIdp {
            issuer: institution.profile.issuer.clone(),
            base_url: institution.base_url.clone(),
            back_channel: institution.profile.back_channel.clone(),
            clock: institution.clock.clone(),
            journal: institution.journal.clone(),
            founder,
            metrics,
            control,
            authority,
            subject_public_key_info,
            address,
            running: Running::begin(server, "server"),
        })
    }
}

/// The hosts that the certificate has to name.
fn hosts(config: &Config, base_url: &str, back_channel_url: Option<&str>) -> Vec<String> {
    std::iter::once(base_url)
        .chain(back_channel_url)
        .map(listen::host)
        .chain(config.hosts().map(str::to_owned))
        .collect()
}

fn serve(
    registry: Data<Registry>,
    founder: Data<Founder>,
    metrics: Data<Metrics>,
    listening: listen::Listening,
    tls: Option<&rustls::ServerConfig>,
    trust: TrustForwarded,
    workers: usize,
) -> Result<Server, ListenError> {
    let app = move || {
        App::new()
            .app_data(registry.clone())
            .app_data(founder.clone())
            .app_data(metrics.clone())
            .app_data(trust)
            .wrap(from_fn(exchange::record))
            .configure(routes)
    };
    let mut server = HttpServer::new(app)
        .workers(workers)
        .disable_signals()
        .shutdown_timeout(SHUTDOWN_SECONDS)
        // Who hangs up does not wait for an answer any more.
        .h1_allow_half_closed(false)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(PATIENCE)
        .tls_handshake_timeout(PATIENCE)
        // Without it an answer waits for the client's delayed acknowledgement: 40 ms on Linux.
        .tcp_nodelay(true);
    for listener in listening.listeners {
        server = match tls {
            Some(tls) => server.listen_rustls_0_23(listener, tls.clone()),
            None => server.listen(listener),
        }
        .map_err(ListenError::Socket)?;
    }
    Ok(server.run())
}

/// How long open requests may take once the end has been asked for.
const SHUTDOWN_SECONDS: u64 = 2;
