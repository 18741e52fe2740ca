//! Which properties of a card hold URLs, ids and types (decision 22).

use adaptive_cards_templating::{Class, Classes, UrlKind};

/// The inputs of Adaptive Cards 1.6 and of Teams.
const INPUTS: [&str; 7] = [
    "Input.Text",
    "Input.Number",
    "Input.Date",
    "Input.Time",
    "Input.Toggle",
    "Input.ChoiceSet",
    "Input.Rating",
];

/// The table for cards. What it does not know is `Plain`; therefore every property
/// by which the renderers open or fetch something stands here, by name where the type is unknown.
pub(crate) fn classes() -> Classes {
    let link = Class::Url(UrlKind::Link);
    let image = Class::Url(UrlKind::Image);
    let media = Class::Url(UrlKind::Media);
    let classes = INPUTS.iter().fold(Classes::new(), |classes, input| {
        classes.with_in(input, "id", Class::InputId)
    });
    classes
        .with("type", Class::Type)
        // A type that only expanding shows is never that of an input: the sink refuses those.
        .with("id", Class::Id)
        // A `url` of an unknown object is judged as strictly as anything.
        .with("url", Class::Url(UrlKind::Other))
        .with_in("Image", "url", image)
        .with_in("BackgroundImage", "url", image)
        .with_in("Action.OpenUrl", "url", link)
        .with_in("Action.OpenUrlDialog", "url", link)
        .with("iconUrl", image)
        .with("backgroundImage", image)
        .with("poster", media)
        .with("fallbackUrl", link)
        .with("src", media)
        .with("href", link)
        .with_in("TextBlock", "text", Class::Markdown)
        .with_in("TextRun", "text", Class::Plain)
}

/// The table for previews, whose objects have no types: the one URL in them is the picture's.
pub(crate) fn preview_classes() -> Classes {
    Classes::new()
        .with("url", Class::Url(UrlKind::Image))
        .with("image", Class::Url(UrlKind::Image))
}
