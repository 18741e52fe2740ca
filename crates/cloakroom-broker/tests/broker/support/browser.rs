//! The least of a browser: GET, POST, cookies, and where a redirect points.

use std::collections::BTreeMap;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;

#[derive(Default)]
pub struct Browser {
    cookies: BTreeMap<String, String>,
}

pub struct Page {
    pub location: Option<Url>,
    pub body: String,
}

impl Browser {
    async fn send(&mut self, method: &str, url: &Url, form: &str) -> Page {
        let authority = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
        // `.localhost` is loopback (RFC 6761 §6.3), whatever the resolver of this machine says.
        let mut stream = TcpStream::connect(("127.0.0.1", url.port().unwrap()))
            .await
            .unwrap();
        let path =
            url.path().to_owned() + &url.query().map(|q| format!("?{q}")).unwrap_or_default();
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            cookies.join("; "),
            form.len(),
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let mut location = None;
        for line in head.lines().skip(1) {
            let (name, value) = line.split_once(": ").unwrap();
            match name.to_ascii_lowercase().as_str() {
                "set-cookie" => {
                    let pair = value.split(';').next().unwrap();
                    let (name, value) = pair.split_once('=').unwrap();
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
                "location" => location = Some(url.join(value).unwrap()),
                _ => {}
            }
        }
        Page {
            location,
            body: body.to_owned(),
        }
    }

    /// Signs in at the provider and decides; gives the redirect URL with the answer.
    pub async fn decide(&mut self, authorize: &Url, name: &str, decision: &str) -> Url {
        let page = self.send("GET", authorize, "").await;
        if let Some(location) = page.location {
            return location;
        }
        let marker = "name=\"request\" value=\"";
        let at = page
            .body
            .find(marker)
            .unwrap_or_else(|| panic!("no form in {}", page.body))
            + marker.len();
        let request = page.body[at..].split('"').next().unwrap().to_owned();
        let login = authorize.join("/login").unwrap();
        let form = format!("request={request}&username={name}&password=repairs");
        let next = self
            .send("POST", &login, &form)
            .await
            .location
            .expect("the login leads on");
        if next.path() != "/consent" {
            return next;
        }
        let form = format!("request={request}&decision={decision}");
        let consent = authorize.join("/consent").unwrap();
        self.send("POST", &consent, &form)
            .await
            .location
            .expect("the consent leads back")
    }

    pub async fn allow(&mut self, authorize: &Url, name: &str) -> Url {
        self.decide(authorize, name, "allow").await
    }
}
