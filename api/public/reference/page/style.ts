/** The page's style. No address stands in it, and it is allowed by its hash alone. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1c2024; --soft: #5b6470; --line: #dfe3e8; --paper: #fff; --shade: #f5f7f9;
  --accent: #0b6b3a; --post: #0b6b3a; --get: #1554b0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e9ec; --soft: #9aa4b0; --line: #30363d; --paper: #14181c; --shade: #1c2127;
    --accent: #56c98a; --post: #56c98a; --get: #7db1ff;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0; color: var(--ink); background: var(--paper); overflow-wrap: anywhere;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
a { color: var(--accent); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { background: var(--shade); border: 1px solid var(--line); border-radius: 6px;
  padding: .8rem;
  margin: .5rem 0; overflow-x: auto; overflow-wrap: normal; }
pre code { font-size: .8125rem; }
p { margin: .5rem 0; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.4rem; margin: 3rem 0 .25rem; padding-top: 1rem;
  border-top: 2px solid var(--line); }
h3 { font-size: 1.15rem; margin: 0 0 .25rem; }
h4 { font-size: .95rem; margin: 1.5rem 0 .25rem; }
section { padding: 1.5rem 0; border-bottom: 1px solid var(--line); }
ul { list-style: none; margin: 0; padding: 0; }
nav { padding: 1rem; border-bottom: 1px solid var(--line); background: var(--shade); }
nav .brand { font-weight: 600; margin: 0; }
nav .brand span, .type, .optional, .role { color: var(--soft); font-size: .875rem; }
nav .group, .label { color: var(--soft); font-size: .8125rem; font-weight: 600;
  margin: .9rem 0 .2rem; }
nav a { display: flex; gap: .5rem; align-items: baseline; padding: .3rem 0; color: inherit;
  text-decoration: none; }
nav a:hover span, nav a:focus-visible span { text-decoration: underline; }
main { padding: 1.5rem 1rem 4rem; max-width: 52rem; }
b.get, b.post { font: 600 .75rem/1.4 ui-monospace, Menlo, Consolas, monospace;
  text-transform: uppercase; min-width: 2.6rem; }
b.get { color: var(--get); }
b.post { color: var(--post); }
.path { display: flex; gap: .5rem; align-items: baseline; }
.fields > li, .errors > li { padding: .6rem 0; border-top: 1px solid var(--line); }
.fields > li:first-child, .errors > li:first-child { border-top: 0; }
.fields .fields { margin: .4rem 0 0 .2rem; padding-left: .9rem;
  border-left: 2px solid var(--line); }
.fields p, .errors p { margin: .15rem 0; }
.field { display: flex; flex-wrap: wrap; gap: .15rem .6rem; align-items: baseline; }
.name { font-weight: 600; }
.optional { font-style: italic; }
.values code { display: inline-block; background: var(--shade); border: 1px solid var(--line);
  border-radius: 4px; padding: 0 .3rem; margin: .1rem .1rem .1rem 0; font-size: .8125rem; }
.status { font: 600 .875rem ui-monospace, Menlo, Consolas, monospace; min-width: 2.2rem;
  display: inline-block; }
details { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .8rem;
  margin: .5rem 0; }
summary { cursor: pointer; }
@media (min-width: 60rem) {
  body { display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
  nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 2rem 1.25rem;
    border-bottom: 0; border-right: 1px solid var(--line); }
  main { padding: 2rem 3rem 6rem; }
}
`;
