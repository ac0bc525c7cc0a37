use actix_web::dev::{Server, ServerHandle};
use tokio::task::JoinHandle;

/// A server that answers until it is stopped or the value is dropped.
#[derive(Debug)]
pub(super) struct Running {
    handle: ServerHandle,
    task: Option<JoinHandle<()>>,
}

impl Running {
    /// Lets a server run; `name` is what the log calls it.
    pub(super) fn begin(server: Server, name: &'static str) -> Self {
        let handle = server.handle();
        let task = tokio::spawn(async move {
            if let Err(error) = server.await {
                tracing::error!(%error, "the {name} has stopped");
            }
        });
        Self {
            handle,
            task: Some(task),
        }
    }

    /// Stops it: open requests are answered, new ones are not.
    pub(super) async fn stop(mut self) {
        self.handle.stop(true).await;
        if let Some(task) = self.task.take() {
            // The task ends with the server; how it ended is of no more interest.
            let _ = task.await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.task.is_some() {
            // Sent at once; the future would only wait for the end.
            drop(self.handle.stop(false));
        }
    }
}
