use bank::Course;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::institution::ConsumerApi;

/// `[consumer_api]`: how the Consumer API behaves.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsumerApi)]
pub struct ConsumerApiSection {
    /// How the tasks go that `fetch` starts; `prompt` unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    task: Option<Course>,
    /// How long a `slow` task takes, in seconds of the institution's clock; 20 unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    task_seconds: Option<u32>,
    /// What the transactions of accounts are made from that declare none; 1 unless told otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
}

impl ConsumerApiSection {
    pub(super) fn build(&self) -> Result<ConsumerApi, String> {
        let default = ConsumerApi::default();
        let course = self.task.unwrap_or(default.course);
        if let Some(seconds) = self.task_seconds
            && course != Course::Slow
        {
            return Err(format!(
                "consumer_api.task_seconds `{seconds}` means something only with consumer_api.task = \"slow\""
            ));
        }
        Ok(ConsumerApi {
            course,
            task_seconds: self.task_seconds.unwrap_or(default.task_seconds),
            seed: self.seed.unwrap_or(default.seed),
        })
    }
}
