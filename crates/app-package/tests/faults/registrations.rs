//! Faults of registrations.

use app_package::{Options, Registration};

use super::{Change, Fault, MANIFEST, changes, registration};

pub(super) fn of_registrations() -> Vec<Fault> {
    let preview = vec![
        Change::Text(
            MANIFEST,
            "\"manifestVersion\": \"1.26\"",
            "\"manifestVersion\": \"devPreview\"",
        ),
        Change::Text(MANIFEST, "teams/v1.26/", "teams/vDevPreview/"),
    ];
    vec![
        registered("R001", false, |r| "reg_other".clone_into(&mut r.id)),
        registered("R002", false, |r| {
            r.base_url = Some("https://repairs.contoso.example/v10".parse().unwrap());
        }),
        registered("R003", false, |r| {
            r.token_endpoint = Some("https://login.contoso.example/v2/token".to_owned());
        }),
        registered("R004", false, |r| {
            r.scopes = vec!["repairs.write".to_owned()];
        }),
        registered("R005", true, |r| r.any_organization = Some(false)),
        registered("R006", true, |r| r.existing_app = Some(false)),
        Fault {
            changes: preview,
            ..registered("R007", true, |_| {})
        },
    ]
}

fn registered(rule: &'static str, store: bool, change: impl FnOnce(&mut Registration)) -> Fault {
    let mut registration = registration();
    change(&mut registration);
    Fault {
        options: Options {
            store,
            registrations: vec![registration],
            ..Options::default()
        },
        ..changes(rule, "", Vec::new())
    }
}
