"""JSON of strangers: parsed with bounds, its failures told without its text."""

from __future__ import annotations

import json
import re
from typing import Any

from kpikit.reader.delimited import MalformedError

# A chat may begin with "[15.01.2026, 10:00:00]" and end with a bracket: a number of JSON ends at a comma.
_NUMBER = r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\s*[,\]]"
_JSON = re.compile(rf'\s*(?:\{{\s*(?:"|\}})|\[\s*(?:[\[{{"\]]|{_NUMBER}|true|false|null))')


def looks_like_json(text: str) -> bool:
    """Whether a text begins as a JSON object or list and ends as one."""
    return _JSON.match(text) is not None and text.rstrip().endswith(("}", "]"))


def read_json(text: str) -> Any:  # noqa: ANN401 - JSON holds anything
    """Parse JSON; of JSON with one value a line, the list of them.

    Raises:
        MalformedError: It is damaged, or nested beyond all measure.
    """
    try:
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            if not error.msg.startswith("Extra data"):
                raise
            return [json.loads(line) for line in text.splitlines() if line.strip()]
    except json.JSONDecodeError as error:
        raise MalformedError(f"is damaged JSON (line {error.lineno}): {error.msg}") from None
    except RecursionError:
        raise MalformedError("is JSON nested beyond all measure") from None
    except ValueError:
        raise MalformedError("is JSON with a number of more digits than any count has") from None
