"""Loading: YAML, JSON and Markdown (rules §4.1)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

Y001 = Rule("Y001", "yaml-syntax", E, "the file parses", fix="unsafe")
Y002 = Rule("Y002", "duplicate-key", E, "a mapping holds each key once")
Y004 = Rule("Y004", "yaml-unquoted-phone", E, "phone numbers are quoted, or YAML drops the plus", fix="safe")
Y005 = Rule(
    "Y005", "yaml-unquoted-liquid", E, "text that begins with {{ is quoted, or YAML reads a mapping", fix="safe"
)
Y008 = Rule("Y008", "deprecated-pair-conflict", W, "a setting stands in one place, today's", "A", "0.2", "rules Y008")
Y009 = Rule("Y009", "yaml-anchor-or-merge", W, "anchors, aliases and merge keys reach the platform differently")
Y011 = Rule(
    "Y011",
    "frontmatter-fence",
    W,
    "front matter stands between two lines of three dashes, at the very start",
    fix="safe",
)
Y012 = Rule("Y012", "empty-frontmatter", E, "front matter holds a mapping")
Y013 = Rule("Y013", "unsupported-extension", W, "a resource has an extension that the gitops engine reads")
Y014 = Rule("Y014", "duplicate-resource-id", E, "each resource id belongs to one file")
Y015 = Rule("Y015", "backup-copy-present", INFO, "no copy that a pull has set aside lies beside a resource")
Y016 = Rule("Y016", "ts-resource", W, "a TypeScript resource runs code and cannot be read offline")
Y017 = Rule("Y017", "unsafe-number", E, "numbers survive JSON: integers within 2^53, no NaN, no infinity", fix="unsafe")
Y018 = Rule("Y018", "empty-org-tree", E, "an organisation's tree holds resources: a check of nothing passes")
Y019 = Rule("Y019", "org-slug-invalid", E, "an organisation's folder has a name that the gitops engine can address")
Y021 = Rule("Y021", "multiple-system-messages", E, "an assistant has one system message; in Markdown its body")
Y023 = Rule("Y023", "multiple-documents", E, "a resource file holds one YAML document")
Y024 = Rule(
    "Y024", "json-not-strict", W, "JSON without byte order mark, comments, trailing commas or a banner line", fix="safe"
)
Y026 = Rule("Y026", "unknown-tag", W, "YAML tags name types of the core schema")
Y027 = Rule("Y027", "ignore-pattern", W, "every pattern of .vapi-ignore can leave something out")
Y003 = Rule(
    "Y003", "yaml11-boolean-sentinel", W, "off, on, yes and no stand in quotes", "A", "0.2", "rules Y003", fix="safe"
)
Y006 = Rule("Y006", "whitespace-only-string", W, "a message says something", "B", "0.2", "rules Y006")
Y010 = Rule(
    "Y010",
    "block-scalar-trailing-newline",
    INFO,
    "messages end with their words",
    "B",
    "0.2",
    "rules Y010",
    preview=True,
)
Y020 = Rule(
    "Y020",
    "prompt-outer-whitespace",
    W,
    "prompts begin and end with their words",
    "B",
    "0.2",
    "rules Y020",
    preview=True,
)
Y022 = Rule("Y022", "conflict-marker", E, "merges are finished", "B", "0.2", "rules Y022")
