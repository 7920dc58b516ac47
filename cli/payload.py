"""``callplan payload``."""

from __future__ import annotations

from typing import Annotated

import typer

from .compile import Target
from .exits import CLEAN, Refused
from .options import Env
from .terminal import data


def payload(
    target: Target,
    *,
    env: Env = None,
    reveal: Annotated[bool, typer.Option("--reveal", help="Print literal secrets instead of ***.")] = False,
) -> int:
    """Print the API request bodies that a deployer would send, one JSON object a line.

    References carry the environment's ids. The policy `references: gitops` of the project file prints what the
    gitops engine sends, names that it drops or leaks included.

    \b
    Example:
      callplan payload squads/clinic --env uat
    """
    from .. import compiler
    from ..compiler.build import find_target
    from ..compiler.diagnostics import Diagnostic
    from ..compiler.payload import payloads
    from ..compiler.plan import canonical
    from .findings import tell
    from .plans import workspace_of

    workspace = workspace_of(target, env)
    found = find_target(workspace, target)
    if isinstance(found, Diagnostic):
        raise Refused(found.message)
    scope, resource = found
    policy = compiler.policies.resolve(workspace.project.policies)["references"]
    requests, diagnostics = payloads(scope, resource, policy, reveal=reveal)
    if diagnostics:
        tell(diagnostics, workspace)
    for request in requests:
        data(canonical(request._asdict()).decode() + "\n")
    return CLEAN
