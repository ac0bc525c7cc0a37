//! The pages: plain HTML, rendered from `templates/`; the one that posts a form by itself has the only
//! script.

mod consent;
mod end_session;
mod error;
mod form_post;
mod login;
mod second_factor;
mod start;
mod words;

pub use consent::ConsentPage;
pub use end_session::{LeftPage, LogoutPage};
pub use error::ErrorPage;
pub use form_post::FormPostPage;
pub use login::LoginPage;
pub use second_factor::SecondFactorPage;
pub use start::StartPage;

/// The stylesheet of all pages.
pub const STYLESHEET: &str = include_str!("static/style.css");
