"""The project file ``callplan.yaml``."""

from __future__ import annotations

from ..rule import INFO, E, Rule, W

J001 = Rule("J001", "project-file", E, "callplan.yaml has known keys and values", fix="unsafe")
J002 = Rule("J002", "unknown-policy", E, "policies have known names and values")
J003 = Rule("J003", "unknown-environment", E, "an environment that is asked for is declared")
J004 = Rule("J004", "overlay-target", E, "an environment's overlay changes a resource that exists")
J005 = Rule("J005", "parameter-value", E, "a parameter's values are declared and of its type")
J006 = Rule("J006", "unused-parameter", W, "every parameter is named somewhere")
J007 = Rule("J007", "unused-allowance", W, "every difference that 'allow' speaks of exists")
J008 = Rule("J008", "unused-variable", W, "every declared variable is read by some template")
J009 = Rule("J009", "hook-attachment", E, "hook documents, and the targets that they are attached to, exist")
J010 = Rule("J010", "unattached-hooks", INFO, "every hook document is attached to a target")
J011 = Rule("J011", "unused-ignore", W, "every comment that ignores a rule silences something", "A", "0.2")
J012 = Rule("J012", "ignore-comment", E, "a comment that ignores names rules that exist", "A", "0.2")
J013 = Rule("J013", "ignore-without-reason", E, "in the strict profile an ignore says why", "A", "0.2")
J014 = Rule("J014", "own-rule", E, "a rule of the project file can be understood", "A", "0.2")
J015 = Rule("J015", "plugin-failed", W, "a plugin's rules run on every configuration", "A", "0.2")
J016 = Rule("J016", "unmatched-paths", W, "every pattern of files under 'rules' fits a file", "A", "0.2")
