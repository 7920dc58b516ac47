"""What a ``sipRequest`` tool sends to the carrier (semantics §11.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ...compiler.plan.frozen import thaw
from .moment import Moment
from .records import Json, Running
from .templates import rendered
from .tooling import ToolProgram

SIP_REQUEST = "sipRequest"


def send(m: Moment, running: Running, tool: ToolProgram) -> None:
    """The request is in the trace: its verb, and at full detail the headers that the model filled in and the body:
    the text written, rendered, or what the model made of the body's schema.
    """
    config, given = tool.tool.config, running.arguments
    sent: dict[str, Json] = {"transport": "vapi.sip"}
    if config.get("verb"):
        sent["sipVerb"] = str(config["verb"])
    if m.p.full:
        written, headers = config.get("body"), given.get("headers")
        body = rendered(m, written) if isinstance(written, str) else _text(given.get("body"))
        sent |= {"headers": thaw(headers)} if isinstance(headers, Mapping) and headers else {}
        sent |= {"body": body} if body else {}
    m.emit("transport.sent", sent, running.member)


def _text(value: Json) -> str:
    """A structured body as it goes over the wire."""
    return value if isinstance(value, str) else "" if value is None else json.dumps(thaw(value), ensure_ascii=False)
