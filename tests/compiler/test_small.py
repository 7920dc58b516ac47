"""Policies, secrets, nodes and traced values: the small modules that all others rest on."""

from __future__ import annotations

from typing import Any

import pytest
from callplan.compiler import policies
from callplan.compiler.nodes import CHILDREN, walk
from callplan.compiler.secrets import MASK, find, is_reference, is_secret_key, mask
from callplan.compiler.sources import read_bytes
from callplan.compiler.traced import Place, Traced
from hypothesis import given
from hypothesis import strategies as st

# -- policies: names and values that the design fixes (§3.5) -----------------------------------------------------------

FIXED = {
    "silenceClock": "continuous|restart",
    "silenceTimeoutDefault": "none|30",
    "undefined": "empty|literal",
    "nowFormat": "seed|utc",
    "backgroundMessages": "silent|wire",
    "choice": "first|seeded",
    "latency": "none|docs",
    "rearmTimeElapsed": "off|on",
    "dualEmission": "suppress|spoken",
    "references": "resolve|gitops",
}


@pytest.mark.parametrize("name", FIXED)
def test_the_design_s_policies(name: str) -> None:
    policy = policies.BY_NAME[name]
    assert policy.values == tuple(FIXED[name].split("|"))
    assert policy.default == policy.values[0]


@pytest.mark.parametrize("policy", policies.POLICIES, ids=lambda policy: policy.name)
def test_every_policy_is_whole(policy: policies.Policy) -> None:
    assert policy.default in policy.values and len(set(policy.values)) == len(policy.values) > 1
    assert policy.source and policy.summary
    assert all(policies.fault(policy.name, value) is None for value in policy.values)


def test_later_layers_of_policies_win() -> None:
    resolved = policies.resolve({"undefined": "literal", "choice": "seeded"}, {"choice": "first"}, {"unknown": "x"})
    assert (resolved["undefined"], resolved["choice"]) == ("literal", "first")
    assert resolved.keys() == policies.BY_NAME.keys()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("silenceClok", "restart", "did you mean 'silenceClock'?"),
        ("zzz", "restart", "known are "),
        ("silenceClock", "sometimes", "takes continuous or restart, not 'sometimes'."),
        ("silenceTimeoutDefault", 31, "takes none or 30, not 31."),
        ("undefined", None, "not None."),
    ],
)
def test_faults_of_policies(name: str, value: object, words: str) -> None:
    assert words in (policies.fault(name, value) or "")
    assert policies.fault("silenceTimeoutDefault", 30) is None, "YAML has a number there"


# -- secrets -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key",
    [
        "secret",
        "serverUrlSecret",
        "apiKey",
        "api_key",
        "X-Api-Key",
        "Authorization",
        "password",
        "token",
        "authToken",
        "privateKey",
    ],
)
def test_keys_of_secrets(key: str) -> None:
    assert is_secret_key(key)


@pytest.mark.parametrize("key", ["name", "tokens", "maxTokens", "keyterm", "key", "credentialId", "author"])
def test_keys_of_nothing_secret(key: str) -> None:
    assert not is_secret_key(key)


@pytest.mark.parametrize("value", ["{{ token }}", "${env:TOKEN}", "secrets://a/b", "Bearer {{ token }}"])
def test_references_stay(value: str) -> None:
    assert is_reference(value) and mask({"authorization": value}) == {"authorization": value}


def test_masking_reaches_everywhere_and_changes_nothing_else() -> None:
    value = {
        "apiKey": "a",
        "list": [{"password": "b", "n": 1}],
        "token": ["c", {"x": "d"}],
        "secret": "",
        "secretCount": 3,
    }
    before = repr(value)
    assert mask(value) == {
        "apiKey": MASK,
        "list": [{"password": MASK, "n": 1}],
        "token": [MASK, {"x": "d"}],
        "secret": "",
        "secretCount": 3,
    }
    assert repr(value) == before


FOUND = {
    "key sk-abcdefghijklmnopqrst1 end": "sk-abcdefghijklmnopqrst1",
    "höre: sk_live_0123456789abcdef": "sk_live_0123456789abcdef",
    "xoxb-0123456789 and a-word-that-is-long-enough": "xoxb-0123456789",
    "🙂 AKIA0123456789ABCDEF.": "AKIA0123456789ABCDEF",
    "https://ana:pass@example.com": "ana:pass",
    "https://example.com/?a=1&token=0123456789": "0123456789",
    "whsec_+/abcdefghijklmnopqrstuv=": "whsec_+/abcdefghijklmnopqrstuv=",
}


@pytest.mark.parametrize("text", FOUND)
def test_forms_of_secrets_are_found_where_they_stand(text: str) -> None:
    assert [text[start:end] for start, end in find(text)] == [FOUND[text]]


@pytest.mark.parametrize("text", ["sk-short", "a-long-word-with-sk-in-it-and-no-key", "say token=now", "xoxb", "A=B"])
def test_what_is_no_secret_is_left_alone(text: str) -> None:
    assert [*find(text)] == []


# -- nodes -------------------------------------------------------------------------------------------------------------


def test_masking_by_the_name_that_a_value_is_sent_under() -> None:
    headers = {"Authorization": {"type": "string", "value": "abc"}, "Accept": {"type": "string", "value": "text/html"}}
    static = [{"key": "api_key", "value": "abc"}, {"key": "plan", "value": "gold"}, {"key": "token", "value": ["a"]}]
    assert mask({"properties": headers}) == {
        "properties": {**headers, "Authorization": {"type": "string", "value": MASK}},
    }
    assert mask(static) == [{"key": "api_key", "value": MASK}, static[1], {"key": "token", "value": [MASK]}]


def test_walking_in_the_order_written() -> None:
    call = {
        "squad": {
            "members": [
                {
                    "assistant": {
                        "model": {"tools": [{"destinations": [{"type": "number"}]}]},
                        "hooks": [{"do": [{"tool": {}}]}],
                    }
                }
            ],
            "membersOverrides": {"tools:append": [{}]},
        },
        "customers": [{"squadOverrides": {}}],
    }
    assert [(node.kind, "/".join(map(str, node.path))) for node in walk("call", call)] == [
        ("call", ""),
        ("squad", "squad"),
        ("member", "squad/members/0"),
        ("assistant", "squad/members/0/assistant"),
        ("model", "squad/members/0/assistant/model"),
        ("tool", "squad/members/0/assistant/model/tools/0"),
        ("destination", "squad/members/0/assistant/model/tools/0/destinations/0"),
        ("hook", "squad/members/0/assistant/hooks/0"),
        ("action", "squad/members/0/assistant/hooks/0/do/0"),
        ("tool", "squad/members/0/assistant/hooks/0/do/0/tool"),
        ("overrides", "squad/membersOverrides"),
        ("tool", "squad/membersOverrides/tools:append/0"),
        ("customer", "customers/0"),
        ("overrides", "customers/0/squadOverrides"),
    ]


def test_overrides_hold_what_assistants_hold() -> None:
    assert CHILDREN["overrides"] == CHILDREN["assistant"]


@given(
    st.recursive(
        st.none() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["squad", "members", "assistant", "hooks", "do", "tool"]), inner)
        ),
    )
)
def test_walking_anything(value: Any) -> None:
    for node in walk("call", value):
        found = value
        for step in node.path:
            found = found[step]
        assert found is node.value


# -- traced values -----------------------------------------------------------------------------------------------------


def test_a_part_keeps_its_places() -> None:
    document = read_bytes("a.yml", b"voice:\n  voiceId: abc\n  speeds: [1, 2]\n").documents[0]
    other = read_bytes("b.yml", b"id: def\n").documents[0]
    base = Traced.of(document)
    traced = Traced(
        {"voice": {"voiceId": "def", "speeds": [1, 2]}},
        {**base.origins, ("voice", "voiceId"): Place(other, ("id",), "over")},
        {("voice", "voiceId"): (base.place(("voice", "voiceId")),)},
    )
    part = traced.at(("voice",))
    assert (part.get(("voiceId",)), part.place(("voiceId",)).layer, part.span(("voiceId",)).file) == (
        "def",
        "over",
        "b.yml",
    )
    assert part.span(("speeds", 1)) == document.span(("voice", "speeds", 1))
    assert part.replaced[("voiceId",)][0].document is document
    assert [(key, item.value) for key, item in part.parts(("speeds",))] == [(0, 1), (1, 2)]
    assert traced.at(()) is traced and traced.file == "a.yml"
    assert (traced.get(("voice", "nothing", 0)), traced.get(("voice", "speeds", 9), "none")) == (None, "none")
    assert traced.key_span(("voice",)).start == (1, 1)
    assert traced.text_span(("voice", "voiceId"), 1, 2).start == (1, 6)
