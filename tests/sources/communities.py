"""Help for tests of chats and communities."""

import json
import zipfile


def zipped(path, members):
    """Write a zip; members that are no text are written as JSON."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content if isinstance(content, str) else json.dumps(content))
    return path


def written(found):
    """All that leaves a reading, as one text: rows, remarks and notes."""
    frames = " ".join(frame.to_csv() for frame in found.tables.values())
    return f"{frames} {found.set_aside} {found.repaired} {found.notes} {found.totals}"
