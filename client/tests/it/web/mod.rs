mod errors;
mod pages;
mod refresh;
mod return_path;
mod session;
