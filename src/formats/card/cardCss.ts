/** How an exported card looks: on a screen, light or dark, and on paper. */
export const cardCss = `
:root { --ink: #1f2328; --quiet: #59636e; --line: #d1d9e0; --raised: #f6f8fa; --accent: #0969da; --bar: #7aa7d9; --warn: #7a4b00; --warnBack: #fff5d9; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --quiet: #9da7b1; --line: #3d444d; --raised: #161b22; --accent: #6cb0ff; --bar: #3f6ea3; --warn: #f0c674; --warnBack: #2d2412; }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: Canvas; font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; overflow-wrap: anywhere; }
nav { display: none; }
@media (min-width: 75rem) {
  nav { display: block; position: fixed; top: 2.5rem; left: max(1rem, calc(50vw - 41rem)); width: 13rem; max-height: calc(100vh - 5rem); overflow: auto; font-size: 13px; }
  nav ul { margin: 0; padding: 0; list-style: none; }
  nav a { display: block; padding: 0.15rem 0.75rem; border-left: 2px solid var(--line); color: var(--quiet); text-decoration: none; }
  nav a:hover, nav a:focus { color: var(--ink); border-color: var(--accent); }
}
header { margin-bottom: 1.5rem; padding-bottom: 1rem; border-bottom: 1px solid var(--line); }
.kind { margin: 0; color: var(--quiet); font-size: 12px; letter-spacing: 0.08em; text-transform: uppercase; }
.about { margin: 0.25rem 0 0; color: var(--quiet); }
.stage { display: inline-block; margin-right: 0.5rem; padding: 0 0.6rem; border: 1px solid var(--line); border-radius: 1rem; color: var(--ink); background: var(--raised); font-size: 13px; }
.thumbnail { float: right; max-width: 8rem; max-height: 6rem; border-radius: 6px; }
h1 { margin: 0.1rem 0 0; font-size: 2rem; line-height: 1.2; }
.version { color: var(--quiet); font-weight: 400; }
h2 { margin: 2.5rem 0 0.75rem; padding-bottom: 0.3rem; border-bottom: 1px solid var(--line); font-size: 1.35rem; }
h3 { margin: 1.75rem 0 0.5rem; font-size: 1.08rem; }
h4, h5, h6 { margin: 1.25rem 0 0.4rem; font-size: 1rem; }
p, ul, ol, blockquote, pre { margin: 0.6rem 0; }
a { color: var(--accent); }
a:not([href]) { color: inherit; text-decoration: underline dotted; }
code, pre { font: 13px/1.45 ui-monospace, SFMono-Regular, Consolas, monospace; }
code { padding: 0.1em 0.3em; border-radius: 4px; background: var(--raised); }
pre { padding: 0.75rem 1rem; overflow: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); }
pre code { padding: 0; background: none; }
blockquote { padding-left: 1rem; border-left: 3px solid var(--line); color: var(--quiet); }
img { max-width: 100%; }
.picture { font-style: italic; }
.table { overflow-x: auto; margin: 0.75rem 0; }
table { border-collapse: collapse; font-size: 13.5px; overflow-wrap: normal; }
th, td { padding: 0.35rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
.right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.center { text-align: center; }
thead:has(th:first-child:empty):has(th:last-child:empty) { display: none; }
td code { overflow-wrap: anywhere; }
td:not(.right) { min-width: 5rem; }
@media (max-width: 50rem) { td:not(.right) { min-width: 7rem; } }
.front table td:first-child, .fact table td:first-child { color: var(--quiet); }
.inherited { margin: 0.5rem 0; padding: 0.35rem 0.75rem; border-radius: 6px; color: var(--warn); background: var(--warnBack); font-size: 13px; }
figure { margin: 1rem 0; }
figcaption { color: var(--quiet); font-size: 13px; }
svg { display: block; max-width: 100%; height: auto; }
svg text { fill: var(--ink); font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; }
svg .value { fill: var(--quiet); font-variant-numeric: tabular-nums; }
.bar { fill: var(--bar); }
.interval { stroke: var(--ink); stroke-width: 1; fill: none; }
.overall { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 3 3; }
@media print {
  :root { --ink: #000; --quiet: #444; --line: #bbb; --raised: #f6f6f6; --accent: #000; --bar: #999; --warn: #000; --warnBack: #eee; }
  body { background: #fff; font-size: 10.5pt; }
  nav { display: none; }
  main { max-width: none; padding: 0; }
  h2, h3, h4 { break-after: avoid; }
  tr, figure, pre { break-inside: avoid; }
  pre { white-space: pre-wrap; }
  .table { overflow: visible; }
  .said a[href^="https"]::after { content: " (" attr(href) ")"; color: var(--quiet); font-size: 9pt; }
}
`
