use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use url::Url;

use super::Listener;
use crate::person::tests::at_free_port;
use crate::person::visit::END;

/// A browser that is sent to the redirect URI with this query.
async fn browser_at(listener: &Listener, query: &str) -> TcpStream {
    let port = listener.redirect_uri.port().unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let request = format!("GET /auth/cb?{query} HTTP/1.1\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

async fn listener() -> Listener {
    let listener = at_free_port(async |redirect_uri| Listener::at(&redirect_uri, None).await);
    listener.await.unwrap()
}

async fn page(mut browser: TcpStream) -> String {
    let mut page = String::new();
    let read = timeout(PATIENCE, browser.read_to_string(&mut page)).await;
    read.unwrap().unwrap();
    page
}

#[tokio::test]
async fn somebody_else_at_the_same_port_is_told_of_by_ipv6_too() {
    loop {
        let Ok(taken) = TcpListener::bind("[::1]:0").await else {
            eprintln!("this machine has no IPv6");
            return;
        };
        let port = taken.local_addr().unwrap().port();
        let redirect_uri = Url::parse(&format!("http://localhost:{port}/cb")).unwrap();
        let error = Listener::at(&redirect_uri, None).await.unwrap_err();
        let error = error.to_string();
        // That port is free by IPv6 only.
        if error.contains("127.0.0.1") {
            continue;
        }
        let says = format!("end what listens on [::1]:{port}");
        assert!(error.contains(&says), "{error}");
        return;
    }
}

#[tokio::test]
async fn who_came_while_nobody_was_waited_for_is_sent_away() {
    let mut listener = listener().await;
    let loaded_again = browser_at(&listener, "code=old").await;
    let is_there = async {
        while listener.visits.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, is_there).await.unwrap();
    listener.clear().await;
    let shown = page(loaded_again).await;
    assert!(shown.ends_with(END), "{shown}");
    let _sent_back = browser_at(&listener, "code=new").await;
    let visit = timeout(PATIENCE, listener.visit(None)).await.unwrap();
    assert_eq!(visit.unwrap().address.query(), Some("code=new"));
}

#[tokio::test]
async fn who_comes_with_another_state_is_sent_away_and_told_of() {
    let mut listener = listener().await;
    let other = browser_at(&listener, "code=old&state=other").await;
    let shown = tokio::select! {
        _ = listener.visit(Some("right")) => panic!("that was another state"),
        shown = page(other) => shown,
    };
    assert!(shown.ends_with(END), "{shown}");
    assert!(listener.turned_away);
    // The provider that forgets it is to be judged.
    let _forgetful = browser_at(&listener, "code=new").await;
    let visit = timeout(PATIENCE, listener.visit(Some("right"))).await;
    assert_eq!(visit.unwrap().unwrap().address.query(), Some("code=new"));
}

const PATIENCE: Duration = Duration::from_secs(60);
