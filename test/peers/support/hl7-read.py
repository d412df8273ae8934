"""Reads messages as python3-hl7 understands them.

In: a JSON list of {message (text), paths: [[segment, occurrence, field, repetition, component, subcomponent]]}.
Out: a JSON list of lists of values.
"""

import json
import sys

import hl7


def value(message, path):
    segment, occurrence, field, repetition, component, subcomponent = path
    part = message.segments(segment)[occurrence - 1](field)
    for index in (repetition, component, subcomponent):
        if isinstance(part, str):
            if index != 1:
                return None
            continue
        if index > len(part):
            return None
        part = part(index)
    return message.unescape(str(part))


cases = json.load(sys.stdin)
print(json.dumps([[value(hl7.parse(c["message"]), p) for p in c["paths"]] for c in cases]))
