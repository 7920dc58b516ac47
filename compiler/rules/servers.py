"""Servers and what the platform sends them (semantics §9, §11.4)."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Severity
from ..diagnostics.catalog import C002, C003, C004, C008, C012, C014
from ..liquid import has_template
from .check import Check, Option
from .node import Node

_PRODUCTION = frozenset({"prod", "production", "prd", "live"})
_NEVER = ("localhost", "127.", "0.0.0.0", "[::1]", "10.", "192.168.")
_PROBES = (
    "ngrok.io",
    "ngrok.app",
    "ngrok.dev",
    "ngrok-free.app",
    "ngrok-free.dev",
    "webhook.site",
    "requestbin.com",
    "requestbin.net",
    "pipedream.net",
    "beeceptor.com",
    "loca.lt",
    "trycloudflare.com",
    "requestcatcher.com",
)
_WORDS = frozenset({"dev", "development", "staging", "stage", "stg", "uat", "qa", "preview", "sandbox", "test"})


def production_servers(node: Node) -> Iterator[Diagnostic]:
    """Production calls a server of development.

    Callers' data goes to a machine that somebody has switched off, or to a page that everybody can read. A host that
    only a developer's machine knows, or a tunnel, is an error; one whose name says dev or staging a warning.

    Bad:
        # file: callplan.yaml
        callplan: 1
        environments: {dev: {folder: resources/dev}, prod: {folder: resources/prod}}
        # file: resources/dev/tools/book.yml
        type: function
        function: {name: book, description: Books a visit.}
        server: {url: https://clinic.ngrok.app/book}
        # file: resources/prod/tools/book.yml
        type: function
        function: {name: book, description: Books a visit.}
        server: {url: https://clinic.ngrok.app/book}
    Good:
        # file: callplan.yaml
        callplan: 1
        environments: {dev: {folder: resources/dev}, prod: {folder: resources/prod}}
        # file: resources/dev/tools/book.yml
        type: function
        function: {name: book, description: Books a visit.}
        server: {url: https://clinic.ngrok.app/book}
        # file: resources/prod/tools/book.yml
        type: function
        function: {name: book, description: Books a visit.}
        server: {url: https://api.clinic.example/book}
    Source: rules C008
    """
    url = node.text("url")
    host = _host(url)
    if not host or has_template(host) or "${" in host:
        return
    probe = host.startswith(_NEVER) or any(host == name or host.endswith(f".{name}") for name in _PROBES)
    word = next((part for part in host.replace("-", ".").split(".")[:-1] if part in _WORDS), None)
    if not probe and word is None:
        return
    environment = node.scope.environment if node.scope is not None else None
    if environment is None or environment.lower() not in _PRODUCTION:
        return
    if probe:
        yield node.fault(
            C008,
            ("url",),
            f"{environment} calls {host}, which is a developer's machine or a public probe: no call works.",
        )
    else:
        yield node.fault(
            C008,
            ("url",),
            f"{environment} calls {host}, whose name says {word!r}: the data of live calls goes to another "
            "environment's server.",
            severity=Severity.WARNING,
        )


def _host(url: str) -> str:
    rest = url.partition("://")[2]
    host = rest.partition("/")[0].rpartition("@")[2].lower()
    return host if host.startswith("[") else host.partition(":")[0]


def gets_tool_calls(node: Node) -> Iterator[Diagnostic]:
    """The server that answers tools gets no tool calls.

    serverMessages leaves tool-calls out: the platform sends none, and the model waits for an answer that never comes.

    Bad:
        name: Front
        server: {url: https://hooks.example.com/vapi}
        serverMessages: [end-of-call-report]
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools: [{type: function, function: {name: book, description: Books a visit.}}]
    Good:
        name: Front
        server: {url: https://hooks.example.com/vapi}
        serverMessages: [end-of-call-report, tool-calls]
        model:
          provider: openai
          model: gpt-4o
          messages: [{role: system, content: Help callers.}]
          tools: [{type: function, function: {name: book, description: Books a visit.}}]
    Source: rules C002
    """
    listed = node.get("serverMessages")
    if not isinstance(listed, list) or "tool-calls" in listed or "function-call" in listed:
        return
    server = node.member.server
    for tool in node.member.tools:
        if tool.type == "function" and server is not None and tool.server == server:
            yield node.fault(
                C002,
                ("serverMessages",),
                f"the server of {node.member.name} answers the tool {tool.name!r}, and serverMessages leaves "
                "tool-calls "
                "out: a call of it reaches nobody. Add it.",
                key=True,
            )
            return


def says_what_it_wants(node: Node) -> Iterator[Diagnostic]:
    """A server without serverMessages.

    The platform sends eleven kinds of messages by default, some of them many times a second.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        server: {url: https://hooks.example.com/vapi}
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        server: {url: https://hooks.example.com/vapi}
        serverMessages: [end-of-call-report]
    Source: rules C001
    """
    if isinstance(node.get("server", "url"), str) and "serverMessages" not in node.value:
        message = "no serverMessages: the server gets all eleven kinds that are sent by default. Name those it reads."
        yield node.fault(C014, ("server",), message, key=True)


def repeats_requests(node: Node) -> Iterator[Diagnostic]:
    """A server without a backoffPlan.

    One answer of 502 and the report of a call is lost: nobody asks again.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        server: {url: https://hooks.example.com/vapi}
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        server:
          url: https://hooks.example.com/vapi
          backoffPlan: {type: exponential, maxRetries: 3, baseDelaySeconds: 1, excludedStatusCodes: [400, 404]}
    Source: rules C003
    """
    if node.text("url") and node.get("backoffPlan") is None:
        yield node.fault(
            C003, ("url",), "no backoffPlan: a request that fails once is lost. Say how often it is repeated."
        )


def excludes_refusals(node: Node) -> Iterator[Diagnostic]:
    """A backoffPlan that repeats what was refused.

    A request that is answered with 400 or 404 is answered alike the next time; repeating it only costs time.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        server:
          url: https://hooks.example.com/vapi
          backoffPlan: {type: exponential, maxRetries: 3, baseDelaySeconds: 1}
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        server:
          url: https://hooks.example.com/vapi
          backoffPlan: {type: exponential, maxRetries: 3, baseDelaySeconds: 1, excludedStatusCodes: [400, 404]}
    Source: rules C004
    """
    plan = node.get("backoffPlan")
    codes = plan.get("excludedStatusCodes") if isinstance(plan, dict) else None
    if isinstance(plan, dict) and not any(isinstance(code, int) and 400 <= code < 500 for code in codes or ()):
        message = "no 4xx among excludedStatusCodes: what the server refuses is asked again, and refused again."
        yield node.fault(C004, ("backoffPlan",), message, key=True)


def answers_in_time(node: Node) -> Iterator[Diagnostic]:
    """A server may take very long.

    The caller waits in silence, and every repetition waits as long again.

    Bad:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        server: {url: https://hooks.example.com/vapi, timeoutSeconds: 120}
    Good:
        name: Front
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        server: {url: https://hooks.example.com/vapi, timeoutSeconds: 20}
    Options:
        seconds (60): what a server may take at most
    Source: rules C012
    """
    seconds = node.value["timeoutSeconds"]
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and seconds > node.option("seconds"):
        yield node.fault(
            C012,
            ("timeoutSeconds",),
            f"this server may take {seconds:g} s: the caller waits in silence, and every repetition waits as long "
            "again.",
        )


_URL = frozenset({"url"})

CHECKS = (
    Check((C008,), "server", production_servers, _URL),
    Check((C008,), "tool", production_servers, _URL),
    Check((C002,), "form", gets_tool_calls, frozenset({"serverMessages"})),
    Check((C014,), "assistant", says_what_it_wants, frozenset({"server"})),
    Check((C003,), "server", repeats_requests, _URL),
    Check((C004,), "server", excludes_refusals, frozenset({"backoffPlan"})),
    Check(
        (C012,), "server", answers_in_time, frozenset({"timeoutSeconds"}), (Option("seconds", 60, "seconds at most"),)
    ),
)
