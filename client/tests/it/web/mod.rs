mod accounts;
mod errors;
mod form_post;
mod logout;
mod pages;
mod refresh;
mod return_path;
mod session;
