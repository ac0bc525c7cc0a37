use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::PersonAtBrowser;

const PATIENCE: Duration = Duration::from_secs(60);

/// A provider that asks nothing: whoever comes to `/N` is sent back with the code N. Before, a tab of another sign-in
/// is loaded again, and left when it has its answer.
async fn provider(redirect_uri: &Url) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let here = format!("http://{}/", listener.local_addr().unwrap());
    let redirect_uri = redirect_uri.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let length = stream.read(&mut request).await.unwrap();
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            let asked = request.split(' ').nth(1).unwrap().trim_start_matches('/');
            let (code, state) = asked.split_once('?').unwrap();
            load_again(&redirect_uri).await;
            let answer = format!(
                "HTTP/1.1 303 See Other\r\nLocation: {redirect_uri}?code={code}&{state}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    Url::parse(&here).unwrap()
}

async fn load_again(redirect_uri: &Url) {
    let port = redirect_uri.port().unwrap();
    let mut tab = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let path = redirect_uri.path();
    let request = format!("GET {path}?code=old&state=of+another HTTP/1.1\r\n\r\n");
    tab.write_all(request.as_bytes()).await.unwrap();
    let mut page = String::new();
    tab.read_to_string(&mut page).await.unwrap();
    assert!(page.contains("Close this tab"), "{page}");
}

/// What comes of it with a redirect URI at a port that is free; one that is free no more is no reason to fail.
pub(super) async fn at_free_port<T>(
    attempt: impl AsyncFn(Url) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    loop {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let redirect_uri = Url::parse(&format!("http://localhost:{port}/auth/cb")).unwrap();
        match attempt(redirect_uri).await {
            Err(error) if error.to_string().starts_with("cannot listen at") => {}
            outcome => return outcome,
        }
    }
}

#[tokio::test]
async fn one_tab_serves_one_sign_in_after_another() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page");
    let signed_in = at_free_port(async |redirect_uri| {
        let provider = provider(&redirect_uri).await;
        let browser = format!("curl -s -L -o {} %s", page.display());
        let person = PersonAtBrowser::new(Some(browser));
        for code in ["1", "2", "3"] {
            let authorization = provider.join(&format!("{code}?state=s{code}")).unwrap();
            let back = person
                .sign_in(&authorization, &redirect_uri, PATIENCE)
                .await?;
            assert_eq!(
                back.as_str(),
                format!("{redirect_uri}?code={code}&state=s{code}")
            );
        }
        // Another application of the same port, in the same tab.
        let other = redirect_uri.join("/other/cb").unwrap();
        let provider = self::provider(&other).await;
        let authorization = provider.join("4?state=s4").unwrap();
        let back = person.sign_in(&authorization, &other, PATIENCE).await?;
        assert_eq!(back.as_str(), format!("{other}?code=4&state=s4"));
        person.thank().await;
        Ok(())
    });
    signed_in.await.unwrap();
}

#[tokio::test]
async fn who_does_not_come_is_not_waited_for_twice() {
    let nowhere = Url::parse("http://127.0.0.1:9/").unwrap();
    let person = PersonAtBrowser::new(Some("true %s".to_owned()));
    let moment = Duration::from_millis(50);
    let waited =
        at_free_port(async |redirect_uri| person.sign_in(&nowhere, &redirect_uri, moment).await);
    let error = waited.await.unwrap_err().to_string();
    assert!(
        error.contains("wait_seconds in [login] gives more time"),
        "{error}"
    );
    let redirect_uri = Url::parse("http://localhost:9/auth/cb").unwrap();
    let error = person.sign_in(&nowhere, &redirect_uri, PATIENCE).await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("nobody came the last time"), "{error}");
}
