//! Faults of response rendering templates.

use super::{CARD, Fault, text};

pub(super) fn of_templates() -> Vec<Fault> {
    vec![
        text(
            "T001",
            "card-without-type",
            CARD,
            "    \"type\": \"AdaptiveCard\",\n",
            "",
        ),
        text("T002", "", CARD, "    \"version\": \"1.5\",\n", ""),
        text(
            "T003",
            "card-version-above-1-5",
            CARD,
            "\"version\": \"1.5\"",
            "\"version\": \"1.6\"",
        ),
        text(
            "T004",
            "unknown-card-element",
            CARD,
            "{ \"type\": \"TextBlock\", \"text\": \"${title}\"",
            "{ \"type\": \"TextBlok\", \"text\": \"${title}\"",
        ),
        text("T005", "", CARD, "\"Action.OpenUrl\"", "\"Action.OpenURL\""),
        text(
            "T006",
            "element-newer-than-card",
            CARD,
            "\"version\": \"1.5\",\n    \"body\": [",
            "\"version\": \"1.2\",\n    \"body\": [\n      { \"type\": \"Table\", \"columns\": [], \"rows\": [] },",
        ),
        text(
            "T007",
            "expression-malformed",
            CARD,
            "${if(status, status, 'N/A')}",
            "${if(status, status 'N/A')}",
        ),
        text(
            "T008",
            "unknown-function",
            CARD,
            "${if(status, status, 'N/A')}",
            "${iif(status, status, 'N/A')}",
        ),
        text(
            "T009",
            "json-path-malformed",
            CARD,
            "\"jsonPath\": \"results\"",
            "\"jsonPath\": \"results[\"",
        ),
        text(
            "T010",
            "",
            CARD,
            "  \"previewCardTemplate\": {\n    \"title\": \"${title}\"",
            "  \"previewCardTemplate\": {\n    \"title\": \"\"",
        ),
        text(
            "T011",
            "preview-image-not-https",
            CARD,
            "\"image\": { \"url\": \"${image}\"",
            "\"image\": { \"url\": \"http://repairs.contoso.example/a.png\"",
        ),
        text(
            "T012",
            "",
            CARD,
            "\"Image\", \"url\": \"${image}\"",
            "\"Image\", \"url\": \"http://repairs.contoso.example/a.png\"",
        ),
        text(
            "T013",
            "action-url-not-https",
            CARD,
            "https://repairs.contoso.example/${id}",
            "javascript:alert(1)",
        ),
        text(
            "T014",
            "action-for-a-bot",
            CARD,
            "\"type\": \"Action.OpenUrl\",",
            "\"type\": \"Action.Submit\",",
        ),
        text(
            "T015",
            "",
            CARD,
            "    \"title\": \"${title}\",\n    \"subtitle\": \"${if(status, status, 'N/A')}\",\n    \"image\": { \"url\": \"${image}\", \"alt\": \"${title}\", \"$when\": \"${image != null}\" }",
            "    \"title\": \"A repair\"",
        ),
    ]
}
