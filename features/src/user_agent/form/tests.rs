use super::Form;
use crate::params::Params;
use crate::user_agent::{Answer, Request};

const PAGE: &str = r#"<!doctype html>
<form method="get" action="/search"><input name="who"><button id="find">Find</button></form>
<form method="post" action="/news"><input type="hidden" name="list" value="all"><input name="email">
  <button class="main" name="go" value="subscribe">Subscribe</button></form>
<form method="POST" action="/login" id="op.login"><input type="hidden" name="visit" value="v1"><input name="who">
  <button class="main" name="go" value="login">Continue</button></form>
<input type="password" name="secret" form="op.login">
<button class="quiet" form="op.login" formaction="/leave?to=app">Leave</button>
<button class="lost">Nobody's</button>"#;

fn page() -> Answer {
    let url = "https://bank.example/visit/1".parse().unwrap();
    let mut page = Answer::redirect_of(url, &"https://bank.example/".parse().unwrap()).unwrap();
    PAGE.clone_into(&mut page.body);
    page
}

fn shown(request: &Request) -> String {
    format!(
        "{} {}",
        request.url,
        request.body.as_deref().unwrap_or_default()
    )
}

#[test]
fn the_form_is_the_one_that_owns_the_field() {
    let form = Form::with(&page(), "[name=who]").unwrap();
    let fields = [("[name=who]", "riley"), ("[name=secret]", "banno")];
    let request = form.submission(&fields, "button.main").unwrap();
    assert_eq!(
        shown(&request),
        "https://bank.example/login visit=v1&who=riley&secret=banno&go=login"
    );
}

#[test]
fn a_button_elsewhere_sends_the_form_that_it_names_to_where_it_says() {
    let form = Form::with(&page(), "button.quiet").unwrap();
    assert!(form.has_button("button.quiet"));
    let request = form.submission(&[], "button.quiet").unwrap();
    assert_eq!(
        shown(&request),
        "https://bank.example/leave?to=app visit=v1&who=&secret="
    );
}

#[test]
fn buttons_and_fields_of_other_forms_are_not_its_own() {
    let form = Form::of(&page()).unwrap();
    assert_eq!(
        *form.fields(),
        Params::from([("list", "all"), ("email", "")])
    );
    assert!(!form.has_button("button.quiet"));
    assert!(form.input("[name=secret]").is_none());
    form.submission(&[("[name=secret]", "banno")], "button.main")
        .unwrap_err();
    for control in ["button.lost", "#find"] {
        let error = Form::with(&page(), control).unwrap_err().to_string();
        let says = format!("no form that is sent by POST has {control}");
        assert!(error.starts_with(&says), "{error}");
    }
}
