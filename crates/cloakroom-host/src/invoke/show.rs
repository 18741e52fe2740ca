//! From the bytes of an API's answer to the cards that the caller gets.

use adaptive_cards_templating::{Cultures, HostValues};
use bytes::Bytes;
use cloakroom_broker::CredentialError;
use cloakroom_model::{Caller, Explain, Recorder, StepOutcome};
use cloakroom_vault::MacKey;
use serde_json::Value;

use super::answer::InvokeAnswer;
use super::fault::Cause;
use super::stop::Stop;
use crate::activity::Query;
use crate::cards::{Drawing, Images, draw};
use crate::find::Found;
use crate::host::Host;
use crate::images::PURPOSE;
use crate::request::Prepared;
use crate::select::{Selecting, parse, select};

impl Host {
    /// The key that signs the paths of images, for our own chat.
    pub(super) async fn image_key(&self, caller: &Caller) -> Result<MacKey, Stop> {
        let key = self.parts.vault.mac_key(&caller.tenant, PURPOSE).await;
        key.map_err(|error| {
            let error = CredentialError::Store(error.to_string());
            Stop::Fault(Cause::Credential(error))
        })
    }

    /// From the answer's bytes to cards.
    pub(super) fn show(
        &self,
        found: &Found,
        prepared: &Prepared,
        (body, content_type): (&Bytes, Option<&str>),
        query: &Query,
        key: Option<&MacKey>,
        trace: &Recorder,
    ) -> Result<InvokeAnswer, Stop> {
        let app = found.app.compiled.manifest.name.short.as_str();
        let command = found.command();
        let rendering = &command.command.rendering;
        let answer = parse(app, body, content_type).map_err(|error| {
            trace.note("select", StepOutcome::Failed, error.developer());
            Stop::say(error)
        })?;
        let selecting = Selecting {
            app,
            file: &rendering.file,
            path: command.json_path.as_ref(),
            path_text: rendering.json_path.as_deref(),
            page: prepared.page,
        };
        let entries = select(&answer, &selecting, trace).map_err(Stop::say)?;
        let now = self.parts.clock.now();
        let images = match key {
            Some(key) => Images::Signed {
                key,
                app: &found.app.installation.manifest_id,
                now,
            },
            None => Images::Direct,
        };
        let drawing = Drawing {
            app,
            command,
            values: HostValues {
                host: Value::Null,
                now_unix_millis: now.as_millis(),
                seed: u64::from_le_bytes(self.parts.random.bytes()),
                locale: query.locale.clone(),
                cultures: Cultures::All,
            },
            images: &images,
        };
        draw(&entries, &drawing, trace)
            .map(InvokeAnswer::from_json)
            .map_err(Stop::say)
    }
}
