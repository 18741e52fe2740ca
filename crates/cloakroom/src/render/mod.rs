//! `cloakroom render`: the cards that a template makes of a recorded answer.

mod explain;
mod template;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use adaptive_cards_templating::{Cultures, HostValues};
use anyhow::{Context as _, Result, anyhow};
use clap::Args;
use cloakroom_host::{Rendered, Rendering};
use cloakroom_model::{Clock as _, Random, SystemClock, SystemRandom};
use serde_json::{Map, Value, json};

use crate::cli::OutputArgs;
use template::{Part, Source};

#[derive(Debug, Args)]
pub(crate) struct RenderArgs {
    /// An Adaptive Card template, or a response rendering template with its jsonPath and preview.
    template: PathBuf,
    /// The API's answer, a JSON file; `-` reads it from standard input.
    data: PathBuf,
    /// List each expression with its place and its value or error, instead of the cards.
    #[arg(long)]
    explain: bool,
    /// Culture of number formats, such as de-DE [default: en-US].
    #[arg(long)]
    locale: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Prints the card of an Adaptive Card template, or a list of `{card, preview}`, one for each
/// entry, of a response rendering template.
pub(crate) fn run(args: &RenderArgs) -> Result<()> {
    let source = Source::read(&args.template)?;
    let rendering = source.compile()?;
    for name in rendering.unknown_functions() {
        eprintln!("cloakroom: warning: there is no function `{name}`");
    }
    let answer = answer(&args.data)?;
    let values = HostValues {
        host: Value::Null,
        now_unix_millis: SystemClock::default().now().as_millis(),
        seed: u64::from_le_bytes((&SystemRandom as &dyn Random).bytes()),
        locale: args.locale.clone(),
        cultures: Cultures::All,
    };
    let entries = rendering
        .entries(&answer)
        .map_err(|error| anyhow!("{}: {error}", source.place("/jsonPath")))?;
    let drawn: Vec<Drawn> = entries
        .iter()
        .map(|entry| Drawn::new(&rendering, entry, &values))
        .collect();
    if args.explain {
        explain::print(&source, &drawn, args.output.format());
    } else if source.is_response() {
        let cards = drawn.iter().filter_map(Drawn::pair).collect();
        println!("{:#}", Value::Array(cards));
    } else {
        for card in drawn
            .iter()
            .filter_map(|entry| entry.card.card.as_ref().ok())
        {
            println!("{card:#}");
        }
    }
    match drawn
        .iter()
        .enumerate()
        .find_map(|(i, entry)| entry.failure(i, &source))
    {
        Some(failure) => Err(anyhow!(failure)),
        None => Ok(()),
    }
}

/// What became of one entry.
struct Drawn {
    card: Rendered,
    preview: Option<Rendered>,
}

impl Drawn {
    fn new(rendering: &Rendering, entry: &Value, values: &HostValues) -> Self {
        Self {
            card: rendering.card(entry, values),
            preview: rendering.preview(entry, values),
        }
    }

    fn parts(&self) -> impl Iterator<Item = (Part, &Rendered)> {
        let preview = self.preview.iter().map(|preview| (Part::Preview, preview));
        std::iter::once((Part::Card, &self.card)).chain(preview)
    }

    /// Card and preview, when both were made: an invoke leaves the entry out otherwise.
    fn pair(&self) -> Option<Value> {
        let mut pair = Map::new();
        for (part, rendered) in self.parts() {
            pair.insert(part.name().to_owned(), rendered.card.as_ref().ok()?.clone());
        }
        Some(Value::Object(pair))
    }

    fn failure(&self, index: usize, source: &Source) -> Option<String> {
        let (part, error) = self
            .parts()
            .find_map(|(part, rendered)| Some((part, rendered.card.as_ref().err()?)))?;
        let place = source.place(&source.pointer(part, &error.pointer));
        let entry = if source.is_response() {
            format!("entry {}: ", index + 1)
        } else {
            String::new()
        };
        Some(format!("{place}: {entry}{}", error.kind))
    }
}

/// The recorded answer. A fault is told with file, line and column.
fn answer(path: &Path) -> Result<Value> {
    let (name, bytes) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .read_to_end(&mut bytes)
            .context("standard input")?;
        ("standard input".to_owned(), bytes)
    } else {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| name.clone())?;
        (name, bytes)
    };
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    serde_json::from_slice(text).map_err(|error| {
        // What serde_json says ends with the same place.
        let said = error.to_string();
        let what = said.split(" at line ").next().unwrap_or_default();
        anyhow!(
            "{name}:{}:{}: not JSON: {what}",
            error.line(),
            error.column()
        )
    })
}

/// An entry's number for people, from 1; nothing where there is only one answer.
fn entry_number(source: &Source, index: usize) -> Value {
    if source.is_response() {
        json!(index + 1)
    } else {
        Value::Null
    }
}
