/** The whole look of the page: one column, light and dark, cells that open what is behind them by their address alone. */
export const pageStyle = `
:root { color-scheme: light dark; --line: light-dark(#d7dbe0, #3a4048); --dim: light-dark(#57606a, #9aa4af);
  --pass: light-dark(#dafbe1, #12361f); --fail: light-dark(#ffdce0, #4d1318); --open: light-dark(#fff3c4, #453a10);
  --pass-ink: light-dark(#116329, #7ee2a8); --fail-ink: light-dark(#a40e26, #ffb1af); --open-ink: light-dark(#7a4b00, #f2cc60); }
html { background: light-dark(#ffffff, #121212); color: light-dark(#111418, #f2f3f5); }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 2rem 1.5rem 6rem; max-width: 80rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2.25rem 0 .75rem; }
p { margin: .35rem 0; } .dim { color: var(--dim); }
code, pre, td.id { font: .8125rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
.verdict { display: inline-block; font-weight: 600; padding: .3rem .8rem; border-radius: .4rem; margin: .75rem 0; }
.pass { background: var(--pass); color: var(--pass-ink); } .fail { background: var(--fail); color: var(--fail-ink); }
.inconclusive { background: var(--open); color: var(--open-ink); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.25rem; margin: .75rem 0; }
.facts dt { color: var(--dim); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: separate; border-spacing: 2px; font-size: .8125rem; }
th { text-align: left; font-weight: 500; padding: .25rem .5rem; white-space: nowrap; }
thead th { vertical-align: bottom; color: var(--dim); }
td { padding: 0; text-align: center; min-width: 3.5rem; }
td a { display: block; padding: .3rem .4rem; border-radius: .25rem; color: inherit; text-decoration: none; font-variant-numeric: tabular-nums; }
td a:hover, td a:focus-visible { outline: 2px solid currentColor; outline-offset: -2px; text-decoration: underline; }
section.cell { display: none; } section.cell:target { display: block; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .4rem 0; }
summary { padding: .45rem .7rem; cursor: pointer; }
summary b { padding: .05rem .45rem; border-radius: .25rem; font-weight: 600; margin-right: .5rem; }
details > div { padding: 0 .9rem .7rem; } pre { white-space: pre-wrap; margin: .3rem 0; }
ul { padding-left: 1.2rem; } li { margin: .25rem 0; }
@media print { section.cell { display: block; } body { max-width: none; } }
`;
