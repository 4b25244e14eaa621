"""A flame graph as one HTML file: no script or font from elsewhere, readable without JavaScript, zoom with it.

The tree is nested boxes whose widths are percent of their parents, drawn by style alone; a small script zooms and
searches. Names are a stranger's and are escaped; a policy in the page forbids everything that is not in it.
"""

import html
from collections.abc import Sequence

from pivot_lsp.cli.exports.tree import Node, tree
from pivot_lsp.model.facts import Profile
from pivot_lsp.model.hotspot import Analysis

STYLE = """
body{font:13px system-ui,sans-serif;margin:1rem;color:#222;background:#fff}
.row{display:flex;width:100%}.node{min-width:0;overflow:hidden}
.box{display:block;width:100%;box-sizing:border-box;border:1px solid #fff;padding:0 3px;white-space:nowrap;
overflow:hidden;text-overflow:ellipsis;text-align:left;font:11px monospace;height:17px;cursor:pointer;
background:#f6c37c;color:#222}
.ours>.box{background:#e8703a}.found>.box{outline:2px solid #06c;outline-offset:-2px}.hidden{display:none}
.box:focus{outline:2px solid #000}
@media(prefers-color-scheme:dark){body{background:#1c1c1c;color:#ddd}.box{border-color:#1c1c1c}}
"""
SCRIPT = """
const all=[...document.querySelectorAll('.node')],root=all[0],say=document.getElementById('say');
function zoom(n){all.forEach(x=>{x.classList.remove('hidden');x.style.width=x.dataset.w+'%'});
for(let p=n;p!==root&&p;p=p.parentElement.closest('.node')){p.style.width='100%';
[...p.parentElement.children].forEach(s=>s!==p&&s.classList.add('hidden'))}}
document.addEventListener('click',e=>{const b=e.target.closest('.box');
if(b){zoom(b.parentElement);say.textContent=b.title}});
document.addEventListener('mouseover',e=>{const b=e.target.closest('.box');if(b)say.textContent=b.title});
document.getElementById('find').addEventListener('input',e=>{const t=e.target.value.toLowerCase();
all.forEach(x=>x.classList.toggle('found',t!==''&&x.firstElementChild.title.toLowerCase().includes(t)))});
document.getElementById('reset').addEventListener('click',()=>zoom(root));
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
NOTE = (
    "Drawn from the calls that the profile counts between functions: a function that is called from several places "
    "stands under each with its part of the time, recursion is cut off. Boxes of this project's files are darker."
)


def write(analysis: Analysis, profiles: Sequence[Profile]) -> str:
    """The page."""
    root = tree(profiles)
    ours = {(row.function, row.file) for row in analysis.hotspots}
    names = {name for name, _ in ours}
    parts: list[str] = []
    # A depth-first walk on a stack of its own: text to write, or a node with what it is a part of.
    stack: list[str | tuple[Node, float]] = [(root, root.time_s)]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        node, whole = item
        width = 100 * node.time_s / whole if whole > 0 else 100.0
        share = 100 * node.time_s / root.time_s if root.time_s > 0 else 100.0
        title = html.escape(f"{node.name}  {node.place}  {node.time_s * 1000:.1f} ms, {share:.1f}%")
        kind = "node ours" if node.name in names else "node"
        parts.append(f'<div class="{kind}" data-w="{width:.3f}" style="width:{width:.3f}%">')
        parts.append(f'<button class="box" title="{title}">{html.escape(node.name)}</button><div class="row">')
        stack.append("</div></div>")
        children = sorted(node.children, key=lambda child: -child.time_s)
        stack.extend((child, node.time_s) for child in reversed(children))
    sources = html.escape(", ".join(f"{s.path} ({s.format}, {s.clock} time)" for s in analysis.profiles))
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Flame graph</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><style>{STYLE}</style></head><body>'
        f"<h1>Flame graph</h1><p>{sources}</p><p>{NOTE}</p>"
        '<p><label>Find <input id="find"></label> <button id="reset">Whole</button></p>'
        f'<div id="graph">{"".join(parts)}</div><p id="say" aria-live="polite"></p><script>{SCRIPT}</script>'
        "</body></html>\n"
    )
