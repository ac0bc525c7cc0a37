use std::sync::Arc;

use anyhow::Context as _;

use crate::report::Seen;
use crate::scene::Scene;
use crate::subject::Stage;

/// What the steps of one scenario share.
#[derive(Debug, Default, cucumber::World)]
pub(crate) struct World {
    scene: Option<Scene>,
}

impl World {
    /// Sets the scene before the first step.
    ///
    /// # Panics
    /// Where the provider cannot be started: that is how the runner learns of a hook's failure.
    pub(crate) async fn enter(&mut self, stage: Arc<Stage>, tags: &[&String]) {
        match Scene::new(stage, tags).await {
            Ok(scene) => self.scene = Some(scene),
            Err(error) => panic!("{error:#}"),
        }
    }

    /// Takes down what the scenario has left at the provider.
    ///
    /// # Panics
    /// Where that fails: that is how the runner learns of a hook's failure.
    pub(crate) async fn leave(&mut self) {
        if let Some(scene) = &self.scene
            && let Err(error) = scene.close().await
        {
            panic!("{error:#}");
        }
    }

    /// The scene, in each step's first line.
    pub(crate) fn scene(&mut self) -> anyhow::Result<&mut Scene> {
        self.scene.as_mut().context("the scene is not set")
    }

    /// What the scenario leaves for the report; its exchanges only where somebody asks for them.
    pub(crate) fn seen(&self, with_exchanges: bool) -> Seen {
        let scene = self.scene.as_ref();
        let seen = scene.map(|scene| Seen {
            notes: scene.plan.notes.clone(),
            issuer: scene.provider.issuer.clone(),
            exchanges: with_exchanges.then(|| scene.http.all()).unwrap_or_default(),
        });
        seen.unwrap_or_default()
    }

    /// The last exchanges, for the report of a failure.
    pub(crate) fn trace(&self) -> String {
        self.scene.as_ref().map(Scene::trace).unwrap_or_default()
    }
}
