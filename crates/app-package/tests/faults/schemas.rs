//! Faults of the published schemas.

use super::{CARD, Fault, MANIFEST, text};

pub(super) fn of_schemas() -> Vec<Fault> {
    vec![
        text(
            "S001",
            "unknown-property",
            MANIFEST,
            "\"title\": \"Search repairs\",",
            "\"title\": \"Search repairs\",\n          \"triggers\": [\"slash\"],",
        ),
        text(
            "S001",
            "",
            CARD,
            "\"responseLayout\"",
            "\"responseStyle\": \"list\",\n  \"responseLayout\"",
        ),
        text(
            "S002",
            "missing-property",
            MANIFEST,
            "  \"accentColor\": \"#C2410C\",\n",
            "",
        ),
        text("S002", "", CARD, "  \"responseLayout\": \"list\",\n", ""),
        text(
            "S003",
            "wrong-type",
            MANIFEST,
            "\"isRequired\": true",
            "\"isRequired\": \"true\"",
        ),
        text(
            "S004",
            "unlisted-value",
            MANIFEST,
            "\"inputType\": \"choiceset\"",
            "\"inputType\": \"ChoiceSet\"",
        ),
        text(
            "S005",
            "wrong-constant",
            CARD,
            "\"version\": \"1.0\"",
            "\"version\": \"1.1\"",
        ),
        text(
            "S006",
            "text-too-long",
            MANIFEST,
            "\"title\": \"Search repairs\"",
            "\"title\": \"Search the repairs of Contoso's garage\"",
        ),
        plugin_manifest(
            "S007",
            "",
            "  \"permissions\": [\"identity\"],",
            "  \"permissions\": [\"identity\"],\n  \"activities\": { \"activityTypes\": [{ \"type\": \"a\", \"description\": \"b\", \"templateText\": \"c\" }] },\n  \"extensions\": [{ \"runtimes\": [{ \"id\": \"a\", \"code\": { \"page\": \"https://a.example\" }, \"customFunctions\": { \"namespace\": { \"id\": \"a\", \"name\": \"a\" }, \"functions\": [{ \"id\": \"a\", \"name\": \"abc\", \"parameters\": [], \"result\": {} }] } }] }],",
        ),
        text(
            "S008",
            "malformed-text",
            MANIFEST,
            "\"accentColor\": \"#C2410C\"",
            "\"accentColor\": \"orange\"",
        ),
        text(
            "S009",
            "malformed-uri",
            CARD,
            "https://developer.microsoft.com/json-schemas/teams/v1.26/",
            "json schemas/",
        ),
        text(
            "S010",
            "too-many-items",
            MANIFEST,
            "\"context\": [\"compose\", \"commandBox\"]",
            "\"context\": [\"compose\", \"commandBox\", \"compose\", \"commandBox\"]",
        ),
        text(
            "S011",
            "too-few-items",
            MANIFEST,
            "\"title\": \"Search repairs\",",
            "\"title\": \"Search repairs\",\n          \"samplePrompts\": [],",
        ),
        text(
            "S012",
            "",
            MANIFEST,
            "  \"permissions\"",
            "  \"authorization\": {\n    \"permissions\": {\n      \"resourceSpecific\": [\n        { \"name\": \"ChannelMessage.Read.Group\", \"type\": \"Application\" },\n        { \"name\": \"ChannelMessage.Read.Group\", \"type\": \"Application\" }\n      ]\n    }\n  },\n  \"permissions\"",
        ),
        text(
            "S013",
            "",
            MANIFEST,
            "  \"permissions\"",
            "  \"meetingExtensionDefinition\": { \"scenes\": [{ \"id\": \"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\", \"name\": \"a\", \"file\": \"a.json\", \"preview\": \"a.png\", \"maxAudience\": 51, \"seatsReservedForOrganizersOrPresenters\": 1 }] },\n  \"permissions\"",
        ),
        text(
            "S015",
            "",
            MANIFEST,
            "  \"permissions\"",
            "  \"extensions\": [{}],\n  \"permissions\"",
        ),
        Fault {
            plugin: true,
            ..text(
                "S016",
                "",
                MANIFEST,
                "\"declarativeAgents\": [{ \"id\": \"repairs\", \"file\": \"agent.json\" }]",
                "",
            )
        },
        Fault {
            plugin: true,
            ..text(
                "S017",
                "",
                MANIFEST,
                "\"file\": \"agent.json\" }]",
                "\"file\": \"agent.json\" }],\n    \"customEngineAgents\": [{ \"id\": \"8f6b2c1e-94d7-4c43-8a52-d0a6c5f1b7e3\", \"type\": \"bot\" }]",
            )
        },
    ]
}

fn plugin_manifest(
    rule: &'static str,
    sample: &'static str,
    old: &'static str,
    new: &'static str,
) -> Fault {
    text(rule, sample, MANIFEST, old, new)
}
