"""Executes the notebooks over what `notebooks/prepare` wrote, and looks at those that are committed.

    execute.py           executes all; what comes out is in out/executed, as notebooks and as pages
    execute.py --write   the same, and puts the outputs into the notebooks themselves
    execute.py --check   executes nothing: are the committed ones executed, without errors, without paths, small?
"""

import concurrent.futures
import json
import os
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOTAL_BYTES = 300_000
CELL_SECONDS = 300
# What must not be in a notebook: folders of whoever executed it, and what was written while it failed.
PATH = re.compile(r"(/(home|root|tmp|work|Users|private|mnt|var)/|[A-Z]:\\\\)")
# What a chart does not need to look the same: by what and when it was drawn, names of its groups, what holds anyway.
FONTS = re.compile(r" ?font-family: ([^;\"]*);?")
SPARE = [
    (re.compile(r"<\?xml.*?(?=<svg)", re.S), ""),
    (re.compile(r"\s*<metadata>.*?</metadata>", re.S), ""),
    (re.compile(r">\s+<"), "><"),
]
# Within its tags only; what is written on it stays.
TAG = re.compile(r"<[^>]*>")
SPARE_IN_TAGS = [
    (re.compile(r"(\d\.\d)\d+"), r"\1"),
    (re.compile(r"\s+"), " "),
    (re.compile(r'<g id="[^"]*">'), "<g>"),
    (re.compile(r' transform="rotate\(-0 [^"]*"'), ""),
    (re.compile(r"; stroke-line(cap: square|join: miter)"), ""),
    (re.compile(r'(<use [^>]*?) style="stroke: #000000; stroke-width: 0.8"'), r"\1"),
    (FONTS, ""),
    (re.compile(r' "'), '"'),
]

# pandas calls a table by chance.
TABLE = re.compile(r"\bT_[0-9a-f]{5}")


def notebooks():
    return sorted(HERE.glob("[0-9][0-9]-*.ipynb"))


def faults(path, text):
    """What is wrong with an executed notebook, in words."""
    cells = json.loads(text)["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    if cells[0]["cell_type"] != "markdown" or "?" not in "".join(cells[0]["source"]):
        yield "does not begin with a question"
    if [cell["execution_count"] for cell in code] != list(range(1, len(code) + 1)):
        yield "was not executed from top to bottom; notebooks/run --write does it"
    for cell in code:
        for output in cell["outputs"]:
            if output["output_type"] == "error" or output.get("name") == "stderr":
                yield "cell %s has an error or a warning" % cell["execution_count"]
    found = PATH.search(text)
    if found:
        around = text[max(0, found.start() - 20) : found.end() + 40]
        yield f"holds a path of a machine: …{around}…"
    if str(HERE) in text or str(pathlib.Path.home()) in text:
        yield "holds the folder it was executed in"


def check():
    paths = notebooks()
    found = [f"{path.name}: {fault}" for path in paths for fault in faults(path, path.read_text())]
    total = sum(path.stat().st_size for path in paths)
    if not paths:
        found.append("there are no notebooks")
    if total > TOTAL_BYTES:
        found.append(f"the notebooks have {total:,} bytes, more than {TOTAL_BYTES:,}: fewer points, fewer charts")
    for fault in found:
        print(f"notebooks/execute.py: {fault}", file=sys.stderr)
    return 1 if found else 0


def cleaned(notebook):
    """Without what differs from one execution to the next though the result does not."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells):
        cell.metadata = {}
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/svg+xml" in data:
                output.data = {"image/svg+xml": slim(data["image/svg+xml"])}
            elif "text/html" in data:
                output.data = {"text/html": TABLE.sub(f"T_{number}", data["text/html"])}
            elif "text/markdown" in data:
                output.data = {"text/markdown": data["text/markdown"]}
    return notebook


def without(spares, text):
    for spare, instead in spares:
        text = spare.sub(instead, text)
    return text


def slim(svg):
    """The same chart in half the characters."""
    fonts = FONTS.search(svg)
    svg = TAG.sub(lambda tag: without(SPARE_IN_TAGS, tag[0]), without(SPARE, svg))
    return svg.replace("<svg ", f'<svg style="font-family: {fonts[1]}" ', 1).strip() if fonts else svg.strip()


def execute(path):
    """The text of a notebook with the outputs of now."""
    import nbclient
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        record_timing=False,
        resources={"metadata": {"path": str(HERE)}},
        extra_arguments=["--log-level=ERROR"],  # that it speaks in plain text, over loopback, is no news
    )
    client.execute()
    return nbformat.writes(cleaned(notebook)) + "\n"


def page(text):
    import nbconvert
    import nbformat

    exporter = nbconvert.HTMLExporter(embed_images=True)
    html = exporter.from_notebook_node(nbformat.reads(text, as_version=4))[0]
    # Tables and drawings need no script, and so nothing is fetched from the network.
    return re.sub(r"<script.*?</script>", "", html, flags=re.S)


def run(write):
    executed = HERE / "out" / "executed"
    executed.mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        texts = dict(zip(notebooks(), pool.map(execute, notebooks())))
    bad = 0
    for path, text in texts.items():
        (executed / path.name).write_text(text)
        (executed / path.with_suffix(".html").name).write_text(page(text))
        if write:
            path.write_text(text)
        for fault in faults(path, text):
            print(f"notebooks/execute.py: {path.name}: {fault}", file=sys.stderr)
            bad = 1
        print(f"{path.name}: executed")
    return bad or (check() if write else 0)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments == ["--check"]:
        sys.exit(check())
    if arguments not in ([], ["--write"]):
        sys.exit(__doc__)
    sys.exit(run(arguments == ["--write"]))
