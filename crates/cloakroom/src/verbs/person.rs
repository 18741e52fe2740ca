//! `cloakroom person create | change | link | list | link-host-user | unlink-host-user | host-users`.

use anyhow::Result;
use serde_json::json;

use crate::api::{Api, query, segment};
use crate::cli::PersonVerb;
use crate::output;

const PATH: &str = "/api/v1/persons";

pub(crate) async fn run(verb: PersonVerb) -> Result<()> {
    match verb {
        PersonVerb::Create {
            name,
            display_name,
            role,
            target,
        } => {
            let display_name = display_name.unwrap_or_else(|| name.clone());
            let body = json!({"name": name, "displayName": display_name, "role": role});
            let made = Api::open(&target).await?.post(PATH, &body).await?;
            output::one(target.output.format(), &made);
            Ok(())
        }
        PersonVerb::Change {
            name,
            display_name,
            role,
            target,
        } => {
            let (api, path) = (
                Api::open(&target).await?,
                format!("{PATH}/{}", segment(&name)),
            );
            let person = api.get(&path).await?;
            let seen = person["tag"].as_str().unwrap_or_default();
            let body = json!({"displayName": display_name, "role": role});
            let changed = api.put(&path, seen, &body).await?;
            output::one(target.output.format(), &changed);
            Ok(())
        }
        PersonVerb::Link { name, target } => {
            let path = format!("{PATH}/{}/link", segment(&name));
            let link = Api::open(&target).await?.post(&path, &json!({})).await?;
            output::one(target.output.format(), &link);
            Ok(())
        }
        PersonVerb::List(target) => {
            let persons = Api::open(&target).await?.list(PATH, "persons").await?;
            output::list(
                target.output.format(),
                &persons,
                &["Name=name", "Display name=displayName", "Role=role"],
                "No accounts yet. Make one with `cloakroom person create <name>`.",
            );
            Ok(())
        }
        PersonVerb::LinkHostUser {
            name,
            host_user,
            target,
        } => {
            let body = json!({
                "hostId": host_user.host, "aadObjectId": host_user.aad_object_id,
                "id": host_user.user_id,
            });
            let linked = Api::open(&target)
                .await?
                .post(&host_users(&name), &body)
                .await?;
            output::one(target.output.format(), &linked);
            Ok(())
        }
        PersonVerb::UnlinkHostUser {
            name,
            host_user,
            target,
        } => {
            let mut pairs = vec![("hostId", host_user.host.as_str())];
            pairs.extend(
                host_user
                    .aad_object_id
                    .as_deref()
                    .map(|id| ("aadObjectId", id)),
            );
            pairs.extend(host_user.user_id.as_deref().map(|id| ("id", id)));
            let path = format!("{}{}", host_users(&name), query(pairs));
            let answer = Api::open(&target).await?.delete(&path).await?;
            output::one(target.output.format(), &answer);
            Ok(())
        }
        PersonVerb::HostUsers { name, target } => {
            let api = Api::open(&target).await?;
            let users = api.list(&host_users(&name), "hostUsers").await?;
            output::list(
                target.output.format(),
                &users,
                &["Host=hostId", "aadObjectId=aadObjectId", "id=id"],
                "No user of a host is this person.",
            );
            Ok(())
        }
    }
}

fn host_users(name: &str) -> String {
    format!("{PATH}/{}/host-users", segment(name))
}
