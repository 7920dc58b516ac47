"""References and the graph (rules §4.3)."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

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
R013 = Rule("R013", "dangling-credential", E, "every credential is in the environment's state", "A")
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
R037 = Rule(
    "R037", "answer-without-assistant", INFO, "what a call ends with whose server answers so to an assistant-request"
)
R038 = Rule("R038", "number-asks-nobody", INFO, "a phone number names who takes a call, or a server to ask")
R036 = Rule("R036", "answer-field-ignored", W, "an assistant-request's answer has error, destination or an assistant")
R010 = Rule("R010", "raw-uuid-in-source", W, "resources are called by name", "B", "0.2", "rules R010")
R016 = Rule("R016", "so-assistant-lockstep", W, "outputs and assistants list each other", "B", "0.2", "rules R016")
R017 = Rule("R017", "reference-comment", INFO, "a reference is a name alone", "B", "0.2", "rules R017", preview=True)
R019 = Rule("R019", "unused-resource", INFO, "everything is part of some call", "B", "0.2", "rules R019", preview=True)
R021 = Rule("R021", "duplicate-tool-resource", W, "a function has one file", "B", "0.2", "rules R021")
R023 = Rule("R023", "state-uuid-collision", E, "an id belongs to one name", "B", "0.2", "rules R023")
R025 = Rule("R025", "sibling-base-slug", INFO, "no file is a copy of a pull", "B", "0.2", "rules R025")
R026 = Rule("R026", "inline-tools", INFO, "tools have files of their own", "B", "0.2", "rules R026", preview=True)
