"""What a squad keeps of its calls, and reads out of them (rules §4.11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..diagnostics import Diagnostic, Related
from ..diagnostics.catalog import S007, S008, S009, S010
from ..plan.model import Member
from ..sources import Path
from ..traced import Traced
from .check import Check
from .handoffs_parts import seated
from .node import fault
from .target import Target

_SQUAD = "membersOverrides"
_KEPT = (("pciEnabled", "card data"), ("hipaaEnabled", "health data"))
_TOOLS_TOO = ("all", "lastNMessages")
"""Context plans that the calls of tools and their results go with (semantics §6.5)."""
_PLAN: Path = ("analysisPlan", "structuredDataPlan")
_HISTORY: Path = ("artifactPlan", "fullMessageHistoryEnabled")


def _configs(target: Target) -> list[tuple[Member, Traced]]:
    """The members of the squad that are known, with what is in force for them; none of a squad of one."""
    found = []
    for _, member in seated(target) if len(target.plan.members) > 1 else ():
        config = target.config(member.key)
        if config is not None:
            found.append((member, config))
    return found if len(found) > 1 else []


def kept_by_some(target: Target) -> Iterator[Diagnostic]:
    """Some members of a squad handle data as a law asks, and others do not.

    The conversation goes with the call: what one member keeps out of logs and recordings, the next one's stores. A
    handoff with previousAssistantMessages leaves it behind.

    Bad:
        name: Bank
        members:
          - assistant:
              name: Desk
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
          - assistant:
              name: Cards
              compliancePlan: {pciEnabled: true}
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Take payments.}]}
    Good:
        name: Bank
        members:
          - assistant:
              name: Desk
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
          - assistant:
              name: Cards
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Take payments.}]}
        membersOverrides: {compliancePlan: {pciEnabled: true}}
    Source: rules S007
    """
    configs = _configs(target)
    for key, what in _KEPT:
        keeping = [(member, config) for member, config in configs if config.get(("compliancePlan", key)) is True]
        others = [member.name for member, config in configs if config.get(("compliancePlan", key)) is not True]
        if others and any(_hands_on(member, others) for member, _ in keeping):
            yield fault(
                S007,
                keeping[0][1],
                ("compliancePlan", key),
                f"{what} is kept out of what is stored here, and {_names(others)} of the squad {target.plan.name} "
                "store it. Write it in the squad's membersOverrides.",
                key=True,
            )


def _hands_on(member: Member, names: list[str]) -> bool:
    """Whether the member's handoffs to those of that *names* take tool calls along; without handoffs that could be
    looked at, whoever is in the squad can get the call.
    """
    ways = [way for tool in member.tools for way in tool.destinations if way.kind in ("assistant", "squad")]
    return not ways or any(way.label in names and way.context.kind in _TOOLS_TOO for way in ways)


def _names(names: list[str]) -> str:
    return ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")


def _reads(config: Traced) -> bool:
    plan: Any = config.get(_PLAN)
    return isinstance(plan, dict) and plan.get("enabled") is not False


def read_by_some(target: Target) -> Iterator[Diagnostic]:
    """Data is read out of a call only if it ends with a certain member.

    The plan of the member that has the call at its end is the one that runs. Calls that end with another, such as those
    that a voicemail took, have no data.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
          - assistant:
              name: Visits
              analysisPlan: {structuredDataPlan: {enabled: true, schema: {type: object, properties: {}}}}
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Good:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
          - assistant:
              name: Visits
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
        membersOverrides:
          analysisPlan: {structuredDataPlan: {enabled: true, schema: {type: object, properties: {}}}}
          artifactPlan: {fullMessageHistoryEnabled: true}
    Source: rules S008
    """
    configs = _configs(target)
    reading = [config for _, config in configs if _reads(config)]
    others = [member.name for member, config in configs if not _reads(config)]
    if reading and others:
        yield fault(
            S008,
            reading[0],
            _PLAN,
            f"nothing is read out of calls of the squad {target.plan.name} that end with {_names(others)}. Write the "
            "plan in the squad's membersOverrides.",
            key=True,
        )


def last_part_only(target: Target) -> Iterator[Diagnostic]:
    """A squad's data is read out of the last member's part of the call.

    Without artifactPlan.fullMessageHistoryEnabled the plan sees what was said since the last handoff: names and reasons
    that the first member asked for are missing.

    Bad:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
          - assistant:
              name: Visits
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
        membersOverrides:
          analysisPlan: {structuredDataPlan: {enabled: true, schema: {type: object, properties: {}}}}
    Good:
        name: Clinic
        members:
          - assistant:
              name: Desk
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
          - assistant:
              name: Visits
              model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
        membersOverrides:
          analysisPlan: {structuredDataPlan: {enabled: true, schema: {type: object, properties: {}}}}
          artifactPlan: {fullMessageHistoryEnabled: true}
    Source: rules S009
    """
    for member, config in _configs(target):
        if _reads(config) and config.place(_PLAN).layer == _SQUAD and config.get(_HISTORY) is not True:
            yield fault(
                S009,
                config,
                _PLAN,
                f"this is read out of what was said since the last handoff, {member.name}'s part for one. Set "
                "artifactPlan.fullMessageHistoryEnabled.",
                key=True,
            )
            return


def two_plans(target: Target) -> Iterator[Diagnostic]:
    """A squad and one of its assistants both say what data to read.

    The squad's plan and the assistant's are merged: a schema of one with the prompt of the other, and neither file
    shows what runs.

    Bad:
        # file: squads/clinic.yml
        name: Clinic
        members: [{assistantId: desk}, {assistantId: visits}]
        membersOverrides:
          analysisPlan: {structuredDataPlan: {schema: {type: object, properties: {reason: {type: string}}}}}
          artifactPlan: {fullMessageHistoryEnabled: true}
        # file: assistants/desk.yml
        name: Desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        # file: assistants/visits.yml
        name: Visits
        analysisPlan: {structuredDataPlan: {enabled: true}}
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Good:
        # file: squads/clinic.yml
        name: Clinic
        members: [{assistantId: desk}, {assistantId: visits}]
        membersOverrides:
          analysisPlan: {structuredDataPlan: {schema: {type: object, properties: {reason: {type: string}}}}}
          artifactPlan: {fullMessageHistoryEnabled: true}
        # file: assistants/desk.yml
        name: Desk
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Help callers.}]}
        # file: assistants/visits.yml
        name: Visits
        model: {provider: openai, model: gpt-4o, messages: [{role: system, content: Book visits.}]}
    Source: rules S010
    """
    for form, member in seated(target):
        base = form.chair.base
        squad = next((layer for layer in form.chair.layers if layer.name == _SQUAD), None)
        if base is None or squad is None:
            continue
        own, whole = base.get(_PLAN), squad.overrides.get(_PLAN)
        if isinstance(own, dict) and isinstance(whole, dict) and own != whole:
            yield fault(
                S010,
                base,
                _PLAN,
                f"the squad {target.plan.name} has a plan too, and the two are merged for {member.name}. Keep one.",
                key=True,
                related=(Related(squad.overrides.key_span(_PLAN), "the squad's plan"),),
            )


CHECKS = (
    Check((S007,), "team", kept_by_some),
    Check((S008,), "team", read_by_some),
    Check((S009,), "team", last_part_only),
    Check((S010,), "team", two_plans),
)
