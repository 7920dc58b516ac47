"""Every rule that callplan can name, written out by hand. Codes are stable: never reused, never renumbered.

Groups Y, L, R, M, V, T, D, H, K, X, S, Q … carry the ids of the catalogue that the field gave us. Ours beside it:
``B`` bounds and internals, ``F`` forms that are read in a normalised shape, ``J`` the project file,
``G`` golden transcripts.
"""

from __future__ import annotations

from .diagnostic import Severity
from .rule import Rule

E, W, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

# -- bounds and internals ----------------------------------------------------------------------------------------------
B001 = Rule(
    "B001", "not-supported-yet", INFO, "a documented key or value that this version reads but does not act upon"
)
B002 = Rule("B002", "file-too-large", E, "a file is larger than callplan reads")
B003 = Rule("B003", "unreadable-file", E, "a file cannot be opened, or is not text")
B004 = Rule("B004", "nesting-too-deep", E, "a document is nested deeper than callplan follows")
B005 = Rule("B005", "alias-expansion", E, "YAML aliases expand to more than callplan follows")
B006 = Rule("B006", "unknown-target", E, "a target, a path or an environment that does not exist")
B007 = Rule("B007", "reference-outside-root", E, "a reference or link leads outside the workspace root")

# -- loader and YAML ---------------------------------------------------------------------------------------------------
Y001 = Rule("Y001", "yaml-syntax", E, "the file parses")
Y002 = Rule("Y002", "duplicate-key", E, "a mapping holds each key once")
Y004 = Rule("Y004", "yaml-unquoted-phone", E, "phone numbers are quoted, or YAML drops the plus")
Y005 = Rule("Y005", "yaml-unquoted-liquid", E, "text that begins with {{ is quoted, or YAML reads a mapping")
Y009 = Rule("Y009", "yaml-anchor-or-merge", W, "anchors, aliases and merge keys reach the platform differently")
Y011 = Rule("Y011", "frontmatter-fence", W, "front matter stands between two lines of three dashes, at the very start")
Y012 = Rule("Y012", "empty-frontmatter", E, "front matter holds a mapping")
Y013 = Rule("Y013", "unsupported-extension", W, "a resource has an extension that the gitops engine reads")
Y014 = Rule("Y014", "duplicate-resource-id", E, "each resource id belongs to one file")
Y015 = Rule("Y015", "backup-copy-present", INFO, "no copy that a pull has set aside lies beside a resource")
Y016 = Rule("Y016", "ts-resource", W, "a TypeScript resource runs code and cannot be read offline")
Y017 = Rule("Y017", "unsafe-number", E, "numbers survive JSON: integers within 2^53, no NaN, no infinity")
Y018 = Rule("Y018", "empty-org-tree", E, "an organisation's tree holds resources: a check of nothing passes")
Y019 = Rule("Y019", "org-slug-invalid", E, "an organisation's folder has a name that the gitops engine can address")
Y021 = Rule("Y021", "multiple-system-messages", E, "a Markdown assistant has one system message: its body")
Y023 = Rule("Y023", "multiple-documents", E, "a resource file holds one YAML document")
Y024 = Rule("Y024", "json-not-strict", W, "JSON without byte order mark, comments, trailing commas or a banner line")
Y026 = Rule("Y026", "unknown-tag", W, "YAML tags name types of the core schema")
Y027 = Rule("Y027", "ignore-pattern", W, "every pattern of .vapi-ignore can leave something out")

# -- structure ---------------------------------------------------------------------------------------------------------
L001 = Rule("L001", "unknown-key", E, "every key belongs to the variant that it stands in")
L002 = Rule("L002", "wrong-value", E, "types, enums, lengths, ranges and patterns hold")
L003 = Rule("L003", "missing-required", E, "required keys are present")
L004 = Rule("L004", "unknown-variant", E, "a provider, type or event is one that the platform knows")
L027 = Rule("L027", "legacy-accepted", INFO, "a key that the published schema no longer lists but the platform accepts")
L028 = Rule("L028", "unrecognised-document", W, "a document's kind can be told from its place or its shape")
L029 = Rule("L029", "retired-kind", W, "workflows were retired by the platform on 2026-08-18")
L009 = Rule("L009", "silence-timeout-min", W, "silenceTimeoutSeconds is at least 10")

# -- forms that are read in a normalised shape -------------------------------------------------------------------------
F001 = Rule("F001", "squad-as-array", W, "a squad is an object with members (C36)")
F002 = Rule("F002", "tool-ids-at-wrong-level", W, "toolIds belongs under model (C38)")
F003 = Rule("F003", "flat-function-tool", W, "a function tool's name and parameters belong under function (C37)")
F004 = Rule(
    "F004", "google-transcriber-names", W, "Google transcribes with gemini models and the language Multilingual (C39)"
)
F005 = Rule("F005", "id-inside-inline", W, "assistantId belongs beside assistant, not inside it")
F006 = Rule("F006", "snake-case-key", W, "the wire format is camelCase; snake_case belongs to the Python SDK")
F007 = Rule("F007", "context-plan-as-text", W, "contextEngineeringPlan is an object with a type (C58)")
F008 = Rule("F008", "overrides-misspelt", E, "override keys are spelled as the schema has them (C7)")
F009 = Rule("F009", "metadata-at-call-level", W, "metadata of a call belongs into assistantOverrides")
F010 = Rule("F010", "server-secret", W, "server.secret is legacy: use server.credentialId")
F011 = Rule("F011", "nested-hooks", E, "hooks is a flat list (C11)")
F012 = Rule("F012", "api-request-method", W, "apiRequest names its method; the platform assumes POST (C57)")
F013 = Rule("F013", "legacy-hook-action", W, "hook actions are say, tool and message.add")
F014 = Rule("F014", "model-as-text", INFO, "a model is an object with provider and model")

# -- references and graph ----------------------------------------------------------------------------------------------
R001 = Rule("R001", "dangling-tool-ref", E, "every tool reference has its tool")
R002 = Rule("R002", "dangling-structured-output", E, "every structured output reference has its structured output")
R003 = Rule("R003", "dangling-assistant-in-so", W, "every assistant that a structured output lists has its file")
R004 = Rule("R004", "dangling-squad-member", E, "every squad member has its assistant")
R005 = Rule("R005", "dangling-destination", E, "every destination has its assistant or squad")
R006 = Rule("R006", "dangling-hook-tool", W, "every hook's tool reference has its tool")
R007 = Rule("R007", "dangling-simulation-ref", E, "personalities, scenarios, simulations and their targets exist")
R008 = Rule("R008", "dangling-evaluation-output", E, "every evaluation has its structured output")
R009 = Rule("R009", "unresolved-path-slug", W, "a name stands where deployers resolve no names")
R011 = Rule("R011", "untracked-uuid", W, "an id is known to the state or declared external")
R012 = Rule("R012", "uuid-of-other-env", E, "an id belongs to the environment that it is used in")
R013 = Rule("R013", "dangling-credential", W, "every credential is in the environment's state")
R015 = Rule("R015", "reference-to-ignored", E, "nothing refers to a resource that .vapi-ignore leaves out")
R018 = Rule("R018", "reference-case-mismatch", E, "a reference is spelled as its file is")
R020 = Rule("R020", "duplicate-function-name", E, "an assistant's tools have different function names")
R022 = Rule("R022", "same-name-resources", W, "two resources of a kind have different names")
R024 = Rule("R024", "state-and-files-differ", W, "every file has its id in the state, every id of the state its file")
R029 = Rule("R029", "ambiguous-reference", E, "inline value or id, not both (Q1, Q2)")
R030 = Rule("R030", "call-target", E, "a call has exactly one assistant or squad")
R032 = Rule("R032", "dangling-file-reference", E, "every prompt, schema and policy that is referred to has its file")
R031 = Rule("R031", "dangling-assistant", E, "every assistantId and squadId of a request has its resource")
R033 = Rule("R033", "undeclared-parameter", E, "every ${name} in a text is a declared parameter")
R034 = Rule("R034", "parameter-without-value", E, "every parameter that is used has a value in every environment")
R035 = Rule("R035", "squad-cycle", W, "squads hand a call over in one direction")
R036 = Rule("R036", "answer-field-ignored", W, "an assistant-request's answer has error, destination or an assistant")

# -- squads, transfers, handoffs ---------------------------------------------------------------------------------------
S001 = Rule("S001", "duplicate-member-name", E, "members of a squad have different names")
S002 = Rule("S002", "override-shadows-prompt", W, "a squad speaks with the prompts that its assistants' files have")
S003 = Rule("S003", "override-tools-replace", W, "an override appends tools; a list takes the place of all")
S004 = Rule("S004", "override-null-dropped", W, "null in an override of an object is dropped by the platform")
S005 = Rule("S005", "members-override-beats-member", W, "membersOverrides wins over a member's own override")
S012 = Rule("S012", "empty-squad", E, "a squad has members")
S017 = Rule("S017", "provider-change-drops", W, "an override with another provider replaces the whole object (C42)")
S018 = Rule(
    "S018", "assistant-overrides-on-squad-call", W, "on a squad call assistantOverrides are read as squadOverrides (Q3)"
)
S019 = Rule(
    "S019", "override-drops-roles", W, "an override of model.messages replaces the messages of every role (C41)"
)
S020 = Rule("S020", "override-without-effect", W, "an override says something else than what it is put over")
S021 = Rule("S021", "layer-never-wins", W, "every layer of overrides is in force somewhere")
X008 = Rule("X008", "liquid-in-summaryplan", W, "a transfer's summaryPlan reads its own variables alone")
X010 = Rule("X010", "handoff-name-mismatch", E, "a destination names a member of the squad, letter by letter")
X012 = Rule("X012", "handoff-outside-squad", W, "destinations to assistants work only inside a squad")
X021 = Rule("X021", "destination-variablevalues-liquid", W, "variableValues of a destination are taken literally")

# -- hooks, silence, duration ------------------------------------------------------------------------------------------
H004 = Rule("H004", "say-in-call-ending", W, "say in call.ending has an example and no schema (C10)")
H005 = Rule("H005", "say-empty-or-both", E, "say has exactly one of exact and prompt (Q15)")
H006 = Rule("H006", "tool-action-empty", E, "a tool action has tool or toolId")
H007 = Rule("H007", "filter-value-matches-nothing", W, "a filter value occurs in some endedReason")
H012 = Rule("H012", "members-overrides-hooks-replace", W, "hooks of membersOverrides take no member's own hooks away")
H019 = Rule("H019", "shorthand-and-options", E, "a hook has its options in one place (Q16)")
H020 = Rule("H020", "timeout-below-two", W, "timeoutSeconds below 2 is doubted by the schema's own text (C2)")
H021 = Rule("H021", "timeout-missing", W, "options without timeoutSeconds mean 7.5 s (C60)")
D006 = Rule("D006", "idle-vs-hook-double", W, "one silence has one handler")
D008 = Rule("D008", "idle-config-inert", W, "idle messages begin before the silence timeout ends the call")
D010 = Rule("D010", "silence-hook-after-timeout", W, "a silence hook fires before the silence timeout ends the call")
D011 = Rule("D011", "time-hook-after-max", W, "a time hook fires before the maximum duration ends the call")
D014 = Rule("D014", "time-hook-not-rearmed", W, "time hooks stand on the assistant that the call begins with (C22)")

# -- voice -------------------------------------------------------------------------------------------------------------
V022 = Rule("V022", "liquid-in-nontemplated-field", E, "voice, transcriber and model settings hold no templates")
V023 = Rule("V023", "pattern-invalid", E, "regular expressions are ones that Node.js reads")
V024 = Rule("V024", "pattern-exponential", E, "no regular expression can take exponential time")
V025 = Rule("V025", "pattern-remark", INFO, "a regular expression and its replacement do what they look like")
V026 = Rule("V026", "flush-overused", W, "a response has one flush at most, between sentences")
V027 = Rule("V027", "flush-without-effect", W, "flush tags are tags, and chunks are on")

# -- outbound ----------------------------------------------------------------------------------------------------------
O020 = Rule("O020", "campaign-header", E, "a table of customers has a column number, and its columns make variables")
O021 = Rule("O021", "campaign-number", E, "every customer of a table has one E.164 number")
O022 = Rule("O022", "campaign-cell", W, "every row of a table has a value in every column")
O023 = Rule("O023", "customer-lacks-variable", W, "every customer's call has a value for what its templates read")
O024 = Rule("O024", "column-unread", INFO, "every column of a table of customers is read by some template")

# -- tools -------------------------------------------------------------------------------------------------------------
K010 = Rule("K010", "untrusted-security-value", W, "who the caller is comes from the call, never from the model")
K011 = Rule("K011", "untrusted-liquid-in-static", W, "static parameters hold what servers and configuration say")
K012 = Rule("K012", "function-no-server", W, "a function tool has a server somewhere")

# -- variables and templates -------------------------------------------------------------------------------------------
Q001 = Rule("Q001", "liquid-syntax", E, "every templated text parses as LiquidJS")
Q002 = Rule("Q002", "undefined-variable", W, "every variable that a template reads is written somewhere")
Q003 = Rule("Q003", "variable-typo", W, "a variable that nobody writes resembles one that somebody does")
Q004 = Rule("Q004", "now-variable-date", W, 'date filters start from the literal "now"')
Q005 = Rule("Q005", "date-without-timezone", W, "dates name a zone where the day or the hour matters")
Q006 = Rule("Q006", "invalid-timezone", E, "time zones exist")
Q007 = Rule("Q007", "unknown-filter", W, "filters exist in LiquidJS")
Q012 = Rule("Q012", "redacted-variable", INFO, "templates read what the platform shows them")
Q013 = Rule("Q013", "sensitive-tier", W, "servers, headers, numbers and rejections depend on trusted values alone")
Q011 = Rule("Q011", "array-variable", W, "what a customer of a batch brings is no list: lists are dropped")
Q014 = Rule("Q014", "campaign-overrides-replace", W, "a customer's overrides repeat what shall stay of the request's")
Q017 = Rule("Q017", "unknown-conversion", W, "date conversions exist in LiquidJS")
Q018 = Rule("Q018", "variable-missing-on-a-way", W, "a variable is written on every way to the template that reads it")
Q019 = Rule("Q019", "variable-perhaps-missing", INFO, "what may stay unwritten is read with a default")
Q020 = Rule("Q020", "variable-mistyped", W, "a variable's values have the type that it is declared with")
Q021 = Rule("Q021", "variable-shadows-default", W, "no value hides a variable that the platform has")

# -- the project file --------------------------------------------------------------------------------------------------
J001 = Rule("J001", "project-file", E, "callplan.yaml has known keys and values")
J002 = Rule("J002", "unknown-policy", E, "policies have known names and values")
J003 = Rule("J003", "unknown-environment", E, "an environment that is asked for is declared")
J004 = Rule("J004", "overlay-target", E, "an environment's overlay changes a resource that exists")
J005 = Rule("J005", "parameter-value", E, "a parameter's values are declared and of its type")
J006 = Rule("J006", "unused-parameter", W, "every parameter is named somewhere")
J007 = Rule("J007", "unused-allowance", W, "every difference that 'allow' speaks of exists")
J008 = Rule("J008", "unused-variable", W, "every declared variable is read by some template")
A016 = Rule("A016", "platform-default", INFO, "what the platform owns is not sent to it")
C001 = Rule("C001", "inline-secret", E, "secrets are references, never values")

# -- golden transcripts ------------------------------------------------------------------------------------------------
G001 = Rule("G001", "transcript-syntax", E, "a transcript has known keys and well-formed durations")
G002 = Rule("G002", "script-cannot-follow", E, "a script asks only for what the plan offers")
G003 = Rule("G003", "answer-missing", E, "the script answers what the runtime asks")
G004 = Rule("G004", "answer-never-asked", E, "the runtime asks for every answer of the script")
G005 = Rule("G005", "expectation-failed", E, "the call goes as expected")
G006 = Rule("G006", "snapshot-differs", E, "the trace is the golden one")
G007 = Rule("G007", "background-message-flag", W, "add-message says whether it wants a response (C8)")
G008 = Rule("G008", "run-bound", E, "a run stays within its bounds")

RULES: tuple[Rule, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
"""Every rule above, in the order written."""

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
