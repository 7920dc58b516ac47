"""Ids of the field's catalogue that are no rules of their own, written out by hand.

What another rule says in full is not told twice; what needs the network, an account, audio or the platform's own state
cannot be judged from files.
"""

from __future__ import annotations

from collections.abc import Mapping

COVERED: Mapping[str, str] = {
    "C005": "F010",  # server.secret and serverUrlSecret
    "C006": "C001",  # a literal secret in a header, an address, a body
    "H001": "L004",  # the event of a hook
    "H002": "L002",  # do of an assistant's hook is a list, of a phone number's an object
    "H003": "L004",  # the type of an action
    "H009": "L001",  # filters on another event than call.ending
    "H010": "L001",  # options of another event
    "H011": "D020",  # two time hooks of one second
    "K001": "L002",  # names of functions: letters, digits, _ and -, at most 64
    "K007": "F012",  # an apiRequest without method
    "K009": "L001",  # static parameters on a type that has none
    "K017": "L002",  # a code tool's timeoutSeconds above 30
    "K020": "L004",  # the type of a tool message
    "K031": "L027",  # model.functions
    "K035": "L001",  # name on an mcp tool
    "L005": "L002",  # names of assistants
    "L006": "L002",  # names of structured outputs
    "L007": "L002",  # names of what belongs to simulations
    "L008": "L002",  # instructions of scenarios
    "L010": "L002",  # stopSpeakingPlan.voiceSeconds
    "L011": "L002",  # numWords, backoffSeconds and waitSeconds
    "L012": "L002",  # maxDurationSeconds
    "L013": "L002",  # seconds of call.timeElapsed
    "L014": "L002",  # options of customer.speech.timeout
    "L015": "L002",  # maxTokens
    "L016": "L002",  # temperature
    "L017": "L002",  # settings of an 11labs voice
    "L018": "L002",  # speed and volume of a cartesia voice
    "L019": "L002",  # speed of a voice of the platform
    "L020": "L002",  # eotThreshold and eotTimeoutMs
    "L021": "L002",  # lengths of messages and phrases
    "L022": "L002",  # timingMilliseconds
    "L023": "L002",  # timeoutSeconds and backoffPlan of a server
    "L024": "L002",  # keypadInputPlan
    "L025": "L002",  # keywords of Deepgram
    "L026": "L002",  # path of what belongs to simulations
    "M009": "L004",  # provider: azure-openai
    "M010": "L002",  # a model in a region that has none of it
    "N007": "R013",  # a credential that the target environment's state does not have
    "P015": "C001",  # keys and tokens in a prompt
    "Q008": "V022",  # templates in settings of voice, transcriber and model; those of a summaryPlan are X008
    "Q009": "O020",  # columns that make no variables
    "Q010": "Q002",  # {{number}}: the column is the customer's number, and no variable
    "Q016": "Q019",  # a variable without a default in a spoken text
    "R027": "L001",  # toolIds beside model
    "R028": "P006",  # the old name of a tool in a prompt
    "S006": "L001",  # compliancePlan of a squad
    "S015": "L001",  # tools:append outside of overrides
    "S016": "L001",  # keys that overrides do not have
    "T002": "L002",  # smartEndpointingPlan: false
    "T003": "L004",  # the provider of smartEndpointingPlan
    "T012": "L001",  # customVocabulary and keyterm at a provider that knows the other
    "T019": "L001",  # keys of another provider in a fallback transcriber
    "V001": "L001",  # keys that a cartesia voice does not have
    "V002": "L001",  # keys that an 11labs voice does not have
    "V003": "L001",  # keys that a vapi voice does not have
    "V006": "L001",  # keys of another provider in a fallback voice
    "V010": "L001",  # pronunciation dictionaries in another provider's shape
    "V015": "L001",  # accentLocalization outside of generationConfig.experimental
    "V017": "Y008",  # inputPunctuationBoundaries and chunkPlan.punctuationBoundaries that disagree
    "X003": "L003",  # a destination without the number, address or name that it is called by
    "X005": "L027",  # aliases of transferPlan.mode
    "X006": "L002",  # transferPlan.mode
    "X014": "D003",  # a circle of handoffs back to a first message
    "X018": "L001",  # function on an entry of assistantDestinations
    "X023": "L004",  # the type of contextEngineeringPlan; its maxMessages is L003
    "Y007": "L004",  # a sentinel as the provider of an object
}
"""An id of the catalogue and the rule that says it."""

OUT_OF_SCOPE: Mapping[str, str] = {
    "M015": "What an update would take away can be seen in the stored assistant alone: the platform's state is needed.",
    "A017": "Whether a judge's rubric speaks of what a transcript does not hold takes a reader.",
    "C007": "State files do not say which provider a credential is for.",
    "C010": "Which providers may be used under HIPAA stands in the contract of an account.",
    "N002": "What behaves differently is what callplan diff --env A --env B says, by category.",
    "N003": "The words of prompts that differ are what callplan diff --env A --env B shows.",
    "N004": "Declared parameters are what callplan diff --env A --env B takes for meant.",
    "N005": "Orders are what callplan diff --env A --env B compares where they count.",
    "R014": "A state file has one id for a name: the other credential can be seen in the account alone.",
}
"""An id of the catalogue and why no file can show it, in one line."""
