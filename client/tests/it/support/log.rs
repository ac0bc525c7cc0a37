use std::sync::OnceLock;

use super::browser::Output;

/// What all clients of this process log from now on; a test finds its lines by words of its own.
pub(crate) fn log() -> &'static Output {
    static LOG: OnceLock<Output> = OnceLock::new();
    LOG.get_or_init(|| {
        let output = Output::default();
        let writer = output.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::WARN)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .init();
        output
    })
}
