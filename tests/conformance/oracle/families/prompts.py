"""What people write: prompts, first messages, tool parameters, conditions."""

from __future__ import annotations

from collections.abc import Iterator

from ..case import Case

_PROMPT = """# Identity
You are {{ assistant.name }}, answering for {{ company | default: "our clinic" }}.
It is {{ "now" | date: "%A, %B %d, %Y, %I:%M %p", "America/Los_Angeles" }} (Pacific).

{%- if customer.name %}
The caller is {{ customer.name | split: " " | first }}{% if customer.vip %}, a VIP{% endif %}.
{%- else %}
Ask for the caller's name.
{%- endif %}

{% case plan %}
{% when "gold", "platinum" %}Offer same-day visits.
{% when "basic" %}Offer the next free day.
{% else %}Ask for the plan.
{% endcase %}
## Appointments
{% for a in appointments -%}
- {{ a.when | date: "%a %d %b at %-I:%M %p", "America/New_York" }} with {{ a.doctor }}
{%- unless a.confirmed %} (not confirmed){% endunless %}
{% else -%}
None.
{% endfor %}
Balance: ${{ balance | round: 2 }}. Slots: {{ slots | join: ", " }}. Languages: {{ preferences.language | upcase }}.
"""
_TEMPLATES = (
    _PROMPT,
    "Hi {{customer.name}}, thanks for calling {{ phoneNumber.name }}!",
    "Hello{% if customer.name %} {{ customer.name }}{% endif %}. Today is {{date}}, {{time}} UTC.",
    'It is {{ "now" | date: "%b %d, %Y, %I:%M %p", "America/New_York" }}.',
    '{{ "now" | date: "%H:%M", "Europe/London" }} {{"now"|date:"%Y-%m-%d"}} {{ "now" | date: "%A" }}',
    "{{ now | date: '%I:%M %p', 'America/Los_Angeles' }}",
    "{{ customer.number | slice: -4, 4 }} {{ customer.number | replace: '+1', '' }}",
    "{% assign first = customer.name | split: ' ' | first %}Hi {{ first }}!",
    "{% assign hour = 'now' | date: '%H' | plus: 0 %}{% if hour < 12 %}Good morning{% elsif hour < 18 %}Good"
    " afternoon{% else %}Good evening{% endif %}",
    "{% assign due = appointments | where: 'confirmed', true | map: 'doctor' | uniq | join: ' and ' %}{{ due }}",
    "{{ appointments | map: 'price' | compact | sum }} {{ appointments | map: 'price' | sum }}",
    "{% for s in slots limit: 2 %}{{ forloop.index }}) {{ s }} {% endfor %}",
    "{{ preferences.channels | array_to_sentence_string: 'or' }}",
    "{{ balance | divided_by: 100 }} {{ balance | times: 100 }} {{ visits | plus: 1 }} {{ visits | modulo: 2 }}",
    "{{ messages.last.content }} {{ messages | size }} {{ messages | last | json }}",
    "{% assign recent = messages | last %}{% if recent.content contains 'Friday' %}true{% else %}false{% endif %}",
    "{% assign m = messages | where: 'role', 'user' | last %}{% if m.content contains 'cancel' %}true{% else"
    " %}false{% endif %}",
    "{% assign users = messages | where: 'role', 'user' %}{% for m in users %}{% if m.content contains"
    " 'cancel' %}true{% break %}{% endif %}{% endfor %}",
    '{"name": "{{ customer.name }}", "vip": {{ customer.vip }}, "email": {{ customer.email | json }}}',
    "{{ customer | json }}",
    "{{ appointments[0].doctor }} {{ appointments.last.doctor }} {{ appointments[-2].price }}",
    "{{ missing }} {{ missing.deep.path }} {{ missing | default: 'n/a' }} {{ notes | default: 'none' }}",
    "{{ customer.externalId | default: 'unknown' }}",
    "{% unless customer.email %}Ask for an email.{% endunless %}",
    "{{ company }} {{ company | escape }} {{ company | url_encode }}",
    "{{ transcript | newline_to_br }} {{ transcript | split: '\n' | json }}",
    "{{ call.type | split: 'Phone' | first | capitalize }} {{ call.startedAt | date: '%s' }}",
    "{% if transport.conversationType == 'chat' %}Use lists.{% elsif transport.conversationType == 'voice'"
    " %}Speak briefly.{% endif %}",
    "{% if plan == 'gold' or plan == 'platinum' and visits > 5 %}A{% else %}B{% endif %}",
    "{% if customer.vip == true and balance > 1000 %}yes{% endif %}",
    "{{ 'one two' | truncatewords: 1 }} {{ customer.name | truncate: 6 }}",
    "{{ language | upcase | append: '-' | append: plan }}",
    "{{ appointments | sort: 'price' | map: 'doctor' | join }} {{ appointments | group_by: 'doctor' | map:"
    " 'name' | join: ',' }}",
    "{% capture greeting %}Hi {{ customer.name }}{% endcapture %}{{ greeting | strip }}",
    "{{- customer.name -}} {{- plan -}}",
    "{{ customer['name'] }} {{ customer[\"number\"] }} {{ slots[1] }} {{ appointments[visits].doctor }}",
    "Price: {{ 10 | divided_by: 3 | round: 2 }}",
    "{{ '2024-12-25' | date: '%s' | minus: 1704067200 | divided_by: 86400 | ceil }}",
    "{{customer.name}}{{customer.number}}{{plan}}",
    "{{ name }} {{ Customer.name }} {{ customer.Name }}",
    "{{ [Query 1] }} {{ Query 1 }}",
    "{{ balance - 1 }} {{ balance-1 }}",
    "{{ “now” | date }}",
    "100% of {plan} {{plan}} }} {",
    "{{ messages | last: 5 | json }}",
    '{{ "tomorrow" | date: "%A" }} {{ "now" | date: "%F %T" }} {{ "now" | date: "%e/%-m" }}',
    "{% assign t = 'now' | date: '%s' | plus: 86400 %}{{ t | date: '%A', 'America/Chicago' }}",
)


def cases() -> Iterator[Case]:
    """Every case of the family, with all variables and with none."""
    for template in _TEMPLATES:
        yield Case("prompt", template, "call")
        yield Case("prompt", template, "empty")
        yield Case("prompt", template, "call", now_ms=1_720_069_445_006, timezone="America/New_York")
