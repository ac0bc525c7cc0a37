use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use anyhow::Context as _;
use serde_json::Value;

use crate::answer::Answer;
use crate::report::Seen;
use crate::scene::Scene;
use crate::subject::Stage;
use crate::user_agent::Trust;

/// What the steps of one scenario share: the provider, an application, a user's browser, and what they hold.
///
/// Steps of your own take it as the library's do. What they need of it is here; what they keep from one sentence to
/// the next is [`own`](Self::own). Shown, it tells no secret.
#[derive(Default, cucumber::World)]
pub struct World {
    scene: Option<Scene>,
    own: HashMap<TypeId, Box<dyn Any>>,
}

impl World {
    /// The provider's issuer identifier.
    pub fn issuer(&self) -> anyhow::Result<&str> {
        Ok(&self.set()?.provider.issuer)
    }

    /// The address that the provider's metadata has by this name, such as `token_endpoint`.
    pub fn endpoint(&self, name: &str) -> anyhow::Result<String> {
        Ok(self.set()?.provider.endpoint(name)?.into())
    }

    /// The certificate authority by which to trust the provider, in PEM; none where the system knows it.
    #[must_use]
    pub fn ca_pem(&self) -> Option<&str> {
        match &self.scene.as_ref()?.stage.trust {
            Trust::Pem(pem) => Some(pem),
            Trust::System => None,
        }
    }

    /// A text with the facts that it names in braces, as the library's sentences understand them: `{client_id}`,
    /// `{redirect_uri}`, `{user_id}`.
    pub fn expand(&self, text: &str) -> anyhow::Result<String> {
        self.set()?.expand(text)
    }

    /// The newest token response.
    pub fn token_response(&self) -> anyhow::Result<&Value> {
        self.set()?.token_response()
    }

    /// The newest access token.
    pub fn access_token(&self) -> anyhow::Result<&str> {
        let token = self.token_response()?["access_token"].as_str();
        token.context("the newest token response has no access token")
    }

    /// What the application was answered last.
    pub fn answer(&self) -> anyhow::Result<Answer<'_>> {
        self.set()?.answer().map(Answer::of)
    }

    /// What the user's browser shows: a page, or a redirect to an address at which nobody of the scenario is.
    pub fn page(&self) -> anyhow::Result<Answer<'_>> {
        self.set()?.browser.page().map(Answer::of)
    }

    /// Your own state in this scenario, one value for each type; at first the type's default.
    ///
    /// # Panics
    /// Never: values are kept by their type.
    pub fn own<T: Default + 'static>(&mut self) -> &mut T {
        let made = || Box::new(T::default()) as Box<dyn Any>;
        let own = self.own.entry(TypeId::of::<T>()).or_insert_with(made);
        #[expect(clippy::expect_used, reason = "values are kept by their type")]
        own.downcast_mut().expect("a value of this type")
    }

    fn set(&self) -> anyhow::Result<&Scene> {
        self.scene.as_ref().context(NOT_SET)
    }

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
        self.scene.as_mut().context(NOT_SET)
    }

    /// What the scenario leaves for the report; its exchanges only where somebody asks for them.
    pub(crate) fn seen(&self, with_exchanges: bool) -> Seen {
        let scene = self.scene.as_ref();
        let seen = scene.map(|scene| Seen {
            notes: scene.plan.notes.clone(),
            issuer: scene.provider.issuer.clone(),
            exchanges: if with_exchanges {
                scene.http.all()
            } else {
                Vec::new()
            },
        });
        seen.unwrap_or_default()
    }

    /// The last exchanges, for the report of a failure.
    pub(crate) fn trace(&self) -> String {
        self.scene.as_ref().map(Scene::trace).unwrap_or_default()
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let issuer = self.issuer().ok();
        f.debug_struct("World")
            .field("issuer", &issuer)
            .finish_non_exhaustive()
    }
}

const NOT_SET: &str = "the scene is not set";

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::World;
    use crate::options::Options;
    use crate::subject::Stage;

    #[tokio::test]
    async fn a_scenario_hands_over_what_it_holds_and_shows_no_secret() {
        let stage = Arc::new(Stage::new(&Options::default()).await.unwrap());
        let mut world = World::default();
        world.enter(stage, &[]).await;
        let scene = world.scene().unwrap();
        scene.obtain_code().await.unwrap();
        scene.redeem().await.unwrap();
        let token = world.access_token().unwrap();
        assert_eq!(world.token_response().unwrap()["access_token"], token);
        assert_eq!(world.expand("{access_token}").unwrap(), token);
        let endpoint = world.endpoint("token_endpoint").unwrap();
        assert!(endpoint.starts_with(world.issuer().unwrap()), "{endpoint}");
        let (answer, page) = (world.answer().unwrap(), world.page().unwrap());
        assert_eq!((answer.status(), answer.url()), (200, &*endpoint));
        assert!(answer.body().contains(token));
        let redirect = world.expand("{redirect_uri}").unwrap();
        assert!(page.header("location").unwrap().starts_with(&redirect));
        assert!(world.ca_pem().unwrap().contains("BEGIN CERTIFICATE"));
        let code = world.expand("{code}").unwrap();
        let shown = format!("{world:?} {answer:?} {page:?}");
        assert!(!shown.contains(token) && !shown.contains(&code), "{shown}");
        world.leave().await;
    }

    #[test]
    fn each_type_has_a_value_of_its_own() {
        let mut world = World::default();
        *world.own::<u32>() += 2;
        *world.own::<u32>() += 3;
        world.own::<Vec<u32>>().push(7);
        assert_eq!(*world.own::<u32>(), 5);
        assert_eq!(*world.own::<Vec<u32>>(), [7]);
        assert_eq!(*World::default().own::<u32>(), 0);
    }

    #[test]
    fn before_the_scene_is_set_every_question_says_so() {
        let world = World::default();
        let said = world.access_token().unwrap_err().to_string();
        assert_eq!(said, "the scene is not set");
        assert_eq!(format!("{world:?}"), "World { issuer: None, .. }");
    }
}
