//! Each verb for programs: `--json` is JSON, exit codes say what happened, errors say what to do.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::demo::{BINARY, Demo, demo};

/// A terminal beside a demo.
struct Terminal {
    demo: Demo,
    folder: tempfile::TempDir,
}

impl Terminal {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let demo = demo(&folder.path().join("data"));
        Self { demo, folder }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let token = self.folder.path().join("data/administrator.token");
        Command::new(BINARY)
            .args(arguments)
            .current_dir(self.folder.path())
            .env("CLOAKROOM_SERVER", &self.demo.server)
            .env("CLOAKROOM_TOKEN_FILE", token)
            .output()
            .unwrap()
    }

    /// What a verb that works prints for programs.
    fn json(&self, arguments: &[&str]) -> Value {
        let done = self.run(&[arguments, &["--json"]].concat());
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{arguments:?}: {said}");
        serde_json::from_slice(&done.stdout).unwrap_or_else(|error| {
            let printed = String::from_utf8_lossy(&done.stdout);
            panic!("{arguments:?}: {error} in {printed:?}")
        })
    }

    /// What a verb says that does not do what was asked.
    fn refused(&self, arguments: &[&str]) -> String {
        let done = self.run(arguments);
        assert_eq!(done.status.code(), Some(1), "{arguments:?}");
        assert!(done.stdout.is_empty(), "{arguments:?}");
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(said.starts_with("cloakroom: "), "{arguments:?}: {said}");
        said
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// The demo's own registration.
    fn registration(&self) -> String {
        text(&self.json(&["registration", "list"])[0]["id"])
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn samples() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

#[test]
fn registrations_and_api_keys_are_made_changed_and_deleted_for_programs_too() {
    let at = Terminal::open();
    at.write("first.key", "key-of-today\n");
    at.write("secret", "a-client-secret\n");
    let made = at.json(&[
        "registration",
        "create",
        "--name",
        "Parts",
        "--base-url",
        "https://parts.example/",
        "--client-id",
        "parts",
        "--client-secret-file",
        "secret",
        "--authorization-endpoint",
        "https://login.example/authorize",
        "--token-endpoint",
        "https://login.example/token",
    ]);
    let id = text(&made["id"]);
    let changed = at.json(&[
        "registration",
        "update",
        "--id",
        &id,
        "--scope",
        "parts.read",
    ]);
    assert_eq!(
        (
            &changed["version"],
            &changed["scopes"],
            &changed["hasSecret"]
        ),
        (&json!(2), &json!(["parts.read"]), &json!(true))
    );
    assert_eq!(at.json(&["registration", "show", &id]), changed);
    at.json(&["registration", "delete", &id]);
    let gone = at.refused(&["registration", "show", &id]);
    assert!(gone.contains("registration_not_found"), "{gone}");

    let key = at.json(&[
        "api-key",
        "create",
        "--name",
        "Parts",
        "--base-url",
        "https://parts.example/",
        "--key-file",
        "first.key",
    ]);
    let id = text(&key["id"]);
    assert_eq!(at.json(&["api-key", "list"])[0]["id"], id.as_str());
    at.write("second.key", "key-of-tomorrow\n");
    let entered = at.json(&[
        "api-key",
        "update",
        &id,
        "--second-key-file",
        "second.key",
        "--in-use",
        "second",
    ]);
    assert_eq!(
        (
            &entered["hasSecondKey"],
            &entered["inUse"],
            &entered["name"]
        ),
        (&json!(true), &json!("second"), &json!("Parts"))
    );
    let first = at.json(&[
        "api-key",
        "update",
        &id,
        "--in-use",
        "first",
        "--remove-second-key",
    ]);
    assert_eq!(first["hasSecondKey"], false);
    assert_eq!(at.json(&["api-key", "show", &id]), first);
    at.json(&["api-key", "delete", &id]);
    let gone = at.refused(&["api-key", "show", &id]);
    assert!(gone.contains("registration_not_found"), "{gone}");
}

#[test]
fn a_changed_package_waits_and_is_approved_over_the_version_that_was_seen() {
    let at = Terminal::open();
    let app = text(&at.json(&["app", "list"])[0]["appId"]);
    let registration = at.registration();

    // Shown, and nothing saved; then saved.
    let shown = at.json(&["app", "authentication", &app, "--type", "none"]);
    assert!(text(&shown["difference"]["unified"]).contains("\"none\""));
    let before = at.json(&["app", "list"])[0]["version"].clone();
    let saved = at.json(&["app", "authentication", &app, "--type", "none", "--save"]);
    assert_ne!(saved["version"], before);
    let oauth = ["--type", "oauth", "--registration", &registration, "--save"];
    at.json(&[&["app", "authentication", &app][..], &oauth].concat());
    let unknown = at.refused(&["app", "authentication", "app_none", "--type", "none"]);
    assert!(unknown.contains("cloakroom app list"), "{unknown}");
    let none = at.refused(&["app", "approve", &app]);
    assert!(none.contains("No version of Repairs waits."), "{none}");

    // The same package at another host.
    let package = at.folder.path().join("moved");
    crate::copy(&samples().join("repairs"), &package);
    let description = package.join("apiSpecFiles/repairs-openapi.json");
    let moved = std::fs::read_to_string(&description).unwrap().replace(
        "https://repairs.contoso.example",
        "https://moved.contoso.example",
    );
    std::fs::write(&description, moved).unwrap();
    let bind = format!("bXNmdF9jb250b3NvX3JlcGFpcnM=={registration}");
    let installed = at.json(&["app", "install", "moved", "--bind", &bind]);
    assert!(installed["waiting"].is_object(), "{installed}");
    let told = at.run(&["app", "approve", &app]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("https://moved.contoso.example"), "{told}");
    let waiting = at.json(&["app", "approve", &app]);
    let version = text(&waiting["version"]);
    assert!(
        told.contains(&format!("cloakroom app approve {app} {version}")),
        "{told}"
    );
    let serving = at.json(&["app", "approve", &app, &version]);
    assert_eq!(serving["version"], version.as_str());
    at.refused(&["app", "approve", &app, &version]);
}

#[test]
fn the_doctor_says_by_its_exit_code_whether_there_are_errors() {
    let at = Terminal::open();
    let id = at.registration();
    let right = at.json(&["doctor", &id]);
    assert_eq!(right["status"], "done");
    assert_eq!(right["verdict"], "warnings");
    assert_eq!(right["findings"][0]["code"], "not_ready_for_store");

    let set = [
        "--set",
        "clientId=\"nobody\"",
        "--client-secret-file",
        "secret",
    ];
    at.write("secret", "another-secret\n");
    at.json(&[&["registration", "update", "--id", &id][..], &set].concat());
    let done = at.run(&["doctor", &id, "--json"]);
    assert_eq!(done.status.code(), Some(1));
    let wrong: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(wrong["verdict"], "errors");
    // The steps are told beside the report, not in it.
    assert!(String::from_utf8(done.stderr).unwrap().contains("found  "));

    let nobody = at.refused(&["doctor", &id, "--person", "nobody"]);
    assert!(nobody.contains("person_unknown"), "{nobody}");
    let half = at.refused(&["doctor", &id, "--app", "app_none", "--parameter", "half"]);
    assert!(half.contains("NAME=VALUE"), "{half}");
}

#[test]
fn hosts_people_grants_and_invokes_are_told_to_programs() {
    let at = Terminal::open();
    let file = ["--credential-file", "host.key"];
    let host = at.json(
        &[
            &["host", "create", "My chat", "--tenant-id", "t1"][..],
            &file,
        ]
        .concat(),
    );
    assert!(
        host.get("credential").is_none(),
        "the credential is in the file alone"
    );
    let host = text(&host["id"]);
    assert_eq!(at.json(&["host", "list"])[0]["id"], host.as_str());
    let command = ["--user", "alice", "--command", "listRepairs"];
    let invoked = at.json(&[&["invoke"][..], &file, &command].concat());
    assert_eq!(invoked["answer"]["composeExtension"]["type"], "auth");
    let unknown = ["--user", "a", "--command", "none"];
    let unknown = at.refused(&[&["invoke"][..], &file, &unknown].concat());
    assert!(unknown.contains("command_unknown"), "{unknown}");

    let made = at.json(&[
        "person",
        "create",
        "alice",
        "--display-name",
        "Alice",
        "--role",
        "admin",
    ]);
    assert_eq!(made["name"], "alice");
    assert!(text(&at.json(&["person", "link", "alice"])["url"]).contains("#enter="));
    let people = at.json(&["person", "list"]);
    let named = |person: &Value| person["name"] == "alice";
    assert!(people.as_array().unwrap().iter().any(named), "{people}");
    let user = ["alice", "--host", &host, "--user-id", "alice"];
    at.json(&[&["person", "link-host-user"][..], &user].concat());
    assert_eq!(
        at.json(&["person", "host-users", "alice"])[0]["id"],
        "alice"
    );
    at.json(&[&["person", "unlink-host-user"][..], &user].concat());
    assert_eq!(at.json(&["person", "host-users", "alice"]), json!([]));

    assert_eq!(at.json(&["grant", "list"]), json!([]));
    let grant = at.refused(&["grant", "revoke", "gra_00000000000000000000000000"]);
    assert!(grant.contains("grant_unknown"), "{grant}");
}

#[test]
fn a_wrong_token_a_silent_server_and_a_misspelt_verb_are_told_apart() {
    let at = Terminal::open();
    at.write("wrong.token", "no-token-of-this-server\n");
    let open = at.refused(&["app", "list", "--token-file", "wrong.token"]);
    assert!(open.contains("chmod 600"), "{open}");
    let owner = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(at.folder.path().join("wrong.token"), owner).unwrap();
    let wrong = at.refused(&["app", "list", "--token-file", "wrong.token"]);
    assert!(wrong.contains("credential_unknown"), "{wrong}");
    let absent = at.refused(&["app", "list", "--token-file", "absent.token"]);
    assert!(absent.contains("--token-file"), "{absent}");
    let port = crate::demo::free_port();
    let silent = at.refused(&[
        "app",
        "list",
        "--server",
        &format!("http://127.0.0.1:{port}"),
    ]);
    assert!(silent.contains("is the server running?"), "{silent}");
    let tenant = at.refused(&["app", "list", "--tenant", "nowhere"]);
    assert!(tenant.contains("tenant"), "{tenant}");
    let misspelt = at.run(&["registrations", "list"]);
    assert_eq!(misspelt.status.code(), Some(2));
    let said = String::from_utf8(misspelt.stderr).unwrap();
    assert!(said.contains("registration"), "{said}");
}
