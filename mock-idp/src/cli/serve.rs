use std::io::Write as _;

use oidc::client::SigningAlg;
use oidc::secret::Secret;
use tokio::signal::unix::{SignalKind, signal};

use super::{Failure, ServeArgs, banner, color};
use crate::start::MockIdp;
use crate::telemetry::{self, LogFormat};

pub(super) async fn run(args: ServeArgs) -> Result<(), Failure> {
    let mut config = args.data.read()?;
    if let Some(profile) = args.profile {
        config = config.with_profile(profile);
    }
    if let Some(username) = args.auto_login {
        config = config.with_auto_login(username);
    }
    if let Some(allow) = args.allow_unknown_clients {
        config = config.with_unknown_clients(allow);
    }
    if let Some(alg) = args.id_token_alg {
        config = config.with_id_token_alg(alg);
    }
    let data_dir = args.data.folder(&config);
    let file = config.server.clone();
    let published = config.published();
    let output = args.output.or(file.output).unwrap_or_default();
    let log = args
        .log
        .or_else(|| file.log.clone())
        .unwrap_or_else(|| DEFAULT_LOG.to_owned());
    telemetry::init(&log, output, color()).map_err(Failure::Usage)?;
    let no_tls = args.no_tls.or(file.no_tls).unwrap_or(false);
    let allow_remote = args.allow_remote.or(file.allow_remote).unwrap_or(false);
    let trust_forwarded = args.trust_forwarded.or(file.trust_forwarded);
    let impersonate = args.impersonate.or(file.impersonate);
    let default_listen = match impersonate {
        Some(_) => "127.0.0.1:443",
        None => "127.0.0.1:8443",
    };
    let listen = args.listen.or(file.listen);
    let listen = listen.unwrap_or_else(|| default_listen.to_owned());
    let control = args.control.or(file.control);
    let control = control.unwrap_or_else(|| default_control(&listen).to_owned());
    let mut builder = MockIdp::builder()
        .parsed_config(config)
        .listen(listen)
        .tls(!no_tls)
        .allow_remote(allow_remote)
        .trust_forwarded(trust_forwarded.unwrap_or(false))
        .data_dir(data_dir)
        .workers(WORKERS);
    if let Some(base_url) = args.base_url.or(file.base_url) {
        builder = builder.base_url(base_url);
    }
    if let Some(url) = args.back_channel_url.or(file.back_channel_url) {
        builder = builder.back_channel_url(url);
    }
    if let Some(host) = impersonate {
        builder = builder.impersonate(host);
    }
    if control != "off" {
        builder = builder.control(control);
    }
    if let Some(token) = args.control_token {
        builder = builder.control_token(Secret::new(token));
    }
    let stop = signals()?;
    let idp = builder.start().await?;
    let ready = match output {
        LogFormat::Human => banner::human(&idp, published, allow_remote),
        LogFormat::Json => banner::json(&idp),
    };
    let mut stdout = std::io::stdout().lock();
    // Nobody may be reading; the provider serves all the same.
    let _ = stdout
        .write_all(ready.as_bytes())
        .and_then(|()| stdout.flush());
    drop(stdout);
    tokio::pin!(stop);
    tokio::select! {
        prepared = idp.prepare_keys() => {
            prepared.map_err(|error| Failure::Runtime(error.to_string()))?;
            stop.await;
        }
        () = &mut stop => {}
    }
    idp.stop().await;
    Ok(())
}

/// Ends with Ctrl-C or SIGTERM. They are caught from here on, so that none is lost at the start.
fn signals() -> Result<impl Future<Output = ()>, Failure> {
    let catch = |kind| {
        signal(kind).map_err(|error| Failure::Runtime(format!("cannot catch signals: {error}")))
    };
    let mut interrupt = catch(SignalKind::interrupt())?;
    let mut terminate = catch(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// An algorithm as RFC 7518 writes it.
pub(super) fn parse_alg(text: &str) -> Result<SigningAlg, String> {
    let known = [SigningAlg::Es256, SigningAlg::Ps256, SigningAlg::Rs256];
    let found = known.into_iter().find(|alg| alg.as_str() == text);
    found.ok_or_else(|| "ID tokens are signed with ES256, PS256 or RS256".to_owned())
}

/// Who takes any free port for the provider takes any for the control plane.
fn default_control(listen: &str) -> &'static str {
    if listen.ends_with(":0") {
        "127.0.0.1:0"
    } else {
        DEFAULT_CONTROL
    }
}

pub(super) const DEFAULT_CONTROL: &str = "127.0.0.1:8444";
const WORKERS: usize = 2;
/// The server's own lines about workers and sockets are of interest to nobody.
const DEFAULT_LOG: &str = "warn,mock_idp=info";
