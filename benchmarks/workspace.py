"""A workspace of any size that looks like a real one: ``python benchmarks/workspace.py FOLDER [ASSISTANTS]``.

For 1,000 assistants: 4 kB prompts with Liquid in them, 50 tools, 20 squads of ten members; everything is referenced
and clean, so that a check has to look at all of it and may stop nowhere.
"""

from __future__ import annotations

import sys
from pathlib import Path

PROMPT_BYTES = 4096

_SENTENCES = (
    "You answer the phone of {{ clinic }} and speak with {{ customer.name }}.",
    "Be brief: at most two sentences, then let the caller speak.",
    "Say dates as a person would, never as digits.",
    "If the caller asks for a price, say that the front desk will call back.",
    "Never give medical advice; offer a visit instead.",
    "The caller's plan is {{ plan | upcase }}.",
    "Ask for one thing at a time and repeat what you understood.",
    "If you do not know, say so and offer to take a message.",
)


def _prompt(number: int) -> str:
    lines, size = [f"# Desk {number}", ""], 0
    while size < PROMPT_BYTES:
        line = f"- {len(lines) - 1}: {_SENTENCES[(number + len(lines)) % len(_SENTENCES)]}"  # no line twice (P002)
        lines.append(line)
        size += len(line) + 1
    return "\n".join(lines)


def _assistant(number: int, tools: int) -> str:
    chosen = [f"tool-{(number * 7 + step) % tools}" for step in range(3)]
    return f"""\
---
name: Desk {number}
firstMessage: "{{{{ clinic }}}}, desk {number}. How can I help?"
model:
  provider: openai
  model: gpt-4o
  temperature: 0.3
  toolIds:
{chr(10).join(f"    - {tool}" for tool in chosen)}
voice:
  provider: 11labs
  voiceId: sarah
transcriber:
  provider: deepgram
  model: nova-3
  language: en
hooks:
  - on: customer.speech.timeout
    options: {{timeoutSeconds: 10, triggerMaxCount: 2}}
    do:
      - type: say
        exact: Are you still there?
---
{_prompt(number)}
"""


def _tool(number: int) -> str:
    return f"""\
type: function
function:
  name: tool_{number}
  description: Looks up record {number} of the clinic.
  parameters:
    type: object
    properties:
      day: {{type: string, description: The day of the visit}}
      room: {{type: integer, description: The number of the room}}
    required: [day]
server:
  url: https://tools.example.com/{number}
messages:
  - type: request-start
    content: One moment, please.
"""


def _squad(number: int, members: list[int]) -> str:
    rows = "\n".join(f"  - assistantId: desk-{member}" for member in members)
    return f"name: Squad {number}\nmembers:\n{rows}\n"


def generate(root: Path, assistants: int = 1000) -> list[Path]:
    """Write the workspace below *root*; the resource files, sorted."""
    tools, squads = max(3, assistants // 20), max(1, assistants // 50)
    files = {f"assistants/desk-{number}.md": _assistant(number, tools) for number in range(assistants)}
    files |= {f"tools/tool-{number}.yml": _tool(number) for number in range(tools)}
    for number in range(squads):
        members = [(number * 10 + step) % assistants for step in range(min(10, assistants))]
        files[f"squads/squad-{number}.yml"] = _squad(number, members)
    written = []
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    declared = (
        "callplan: 1\nvariables:\n  clinic: {type: string, example: Northside}\n  plan: {type: string, example: gold}\n"
    )
    (root / "callplan.yaml").write_text(declared, encoding="utf-8", newline="\n")
    return sorted(written)


if __name__ == "__main__":
    print(len(generate(Path(sys.argv[1]), *map(int, sys.argv[2:3]))), "files")
