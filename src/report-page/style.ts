/** The look of a page: light, dark, on paper, and on a screen of 320 pixels. */
export const style = `
:root { color-scheme: light dark; --ground: #f6f7f8; --paper: #fff; --ink: #16202b; --soft: #566270; --rule: #dfe3e8; --track: #eef0f3;
  --sent: #7f8da0; --saved: #0a775d; --cache: #2f62c9; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #0e1217; --paper: #161b22; --ink: #e7ebf0; --soft: #9ca8b5; --rule: #2a323c; --track: #212831;
  --sent: #66758a; --saved: #35c79c; --cache: #7ea6f8; --bad: #ff8a80; } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; overflow-wrap: anywhere }
main { max-width: 68rem; margin: 0 auto; padding: 2.5rem 1.5rem 3rem }
h1 { font-size: 1rem; font-weight: 600; margin: 0 } h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 .25rem } h3 { font-size: 1rem; margin: 1.5rem 0 .25rem }
p { margin: 0 0 1rem; max-width: 44rem } .soft, figcaption { color: var(--soft) } code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
header { margin-bottom: 1.75rem } header p { margin: 0; color: var(--soft) }
.lead { font-size: clamp(1.625rem, 1.1rem + 2.2vw, 2.5rem); line-height: 1.18; letter-spacing: -.015em; font-weight: 600; max-width: 26em; margin: 1.5rem 0 1.25rem; text-wrap: balance }
.lead strong { color: var(--saved); font-weight: inherit; white-space: nowrap }
section { background: var(--paper); border: 1px solid var(--rule); border-radius: .75rem; padding: 1.5rem; margin: 0 0 1.25rem }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 1px; background: var(--rule); border: 1px solid var(--rule); border-radius: .75rem; overflow: hidden; margin: 0 0 1.25rem }
.figures > div { background: var(--paper); padding: 1rem 1.25rem 1.1rem } .figures dt { color: var(--soft); font-size: .875rem } .figures dd { margin: 0 }
.figures .value { font-size: 1.625rem; font-weight: 600; line-height: 1.3; letter-spacing: -.01em } .figures .note { color: var(--soft); font-size: .8125rem; line-height: 1.4 }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: .75rem 0 0; padding: 0; font-size: .875rem }
.legend i { display: inline-block; width: .75rem; height: .75rem; border-radius: .1875rem; margin-right: .4rem; vertical-align: -.03rem }
i.sent { background: var(--sent) } i.saved { background: var(--saved) } i.cache { background: var(--cache) }
rect.sent { fill: var(--sent) } rect.saved { fill: var(--saved) } rect.cache { fill: var(--cache) } rect.track { fill: var(--track) }
.plot { position: relative; padding: .5rem 0 1.75rem 3.25rem; margin-top: 1rem } .plot svg { display: block; width: 100%; height: 15rem; overflow: visible }
.plot path { fill: none; vector-effect: non-scaling-stroke } .grid { stroke: var(--rule) } .line { stroke: var(--cache); stroke-width: 2; stroke-linejoin: round } .point { stroke: var(--cache); stroke-width: 6; stroke-linecap: round }
.plot g:hover rect { opacity: .75 } .y, .x { position: absolute; font-size: .75rem; line-height: 1; color: var(--soft) } .y { top: .5rem; left: 0; width: 2.75rem; height: 15rem } .y span { position: absolute; right: 0; transform: translateY(-50%) }
.x { left: 3.25rem; right: 0; bottom: .5rem; height: .75rem } .x span { position: absolute; transform: translateX(-50%); white-space: nowrap }
table { border-collapse: collapse; width: 100%; margin-top: .75rem; font-size: .9375rem } th, td { text-align: left; font-weight: inherit; padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--rule); vertical-align: top }
thead th { color: var(--soft); font-size: .8125rem; border-top: 0; padding-top: 0; vertical-align: bottom; white-space: nowrap } tbody th { font-weight: 500; min-width: 8rem; max-width: 22rem } .number { text-align: right; white-space: nowrap; padding-left: .75rem; padding-right: 0 } td.bar { width: 32%; padding-left: 1.5rem; padding-right: 0 } th.bar { padding-left: 1.5rem } td.text, th.text { padding-left: 1.5rem }
th:first-child, td:first-child { padding-left: 0 } svg.bar { display: block; width: 100%; height: .75rem; margin-top: .375rem; border-radius: .1875rem } .strip { padding: 1.25rem 1.5rem } .strip svg.bar { height: 1.5rem; margin: 0; border-radius: .25rem } .bad { color: var(--bad) }
details { margin-top: 1rem; font-size: .9375rem } summary { cursor: pointer; color: var(--soft); width: fit-content } details .scroll { max-height: 24rem; overflow: auto }
:focus-visible { outline: 2px solid var(--cache); outline-offset: 2px } .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 2.5rem } footer { color: var(--soft); font-size: .875rem; padding: .5rem 0 } footer p { max-width: none }
@media screen and (max-width: 44rem) {
  main { padding: 1.5rem 1rem 2rem } section { padding: 1.125rem 1rem } .minor { display: none } .plot { padding-left: 2.5rem } .y { width: 2.125rem } .x { left: 2.5rem } .plot svg, .y { height: 11rem }
  .figures { grid-template-columns: 1fr 1fr } .figures > div { padding: .75rem .875rem } .figures .value { font-size: 1.3125rem } .figures > div:last-child:nth-child(odd) { grid-column: 1 / -1 } .pair { grid-template-columns: 1fr }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) } table, tbody { display: block } tbody tr { display: grid; grid-template-columns: repeat(auto-fit, minmax(5.25rem, 1fr)); gap: .375rem .75rem; padding: .875rem 0; border-top: 1px solid var(--rule) }
  tbody th, tbody td { display: block; border: 0; padding: 0 !important; text-align: left !important; max-width: none } tbody th, td.bar, td.text { grid-column: 1 / -1 } td.bar { width: auto } td.bar svg { margin: 0 }
  td[data-name]:not(.bar)::before { content: attr(data-name); display: block; color: var(--soft); font-size: .75rem; line-height: 1.3 }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --paper: #fff; --ink: #000; --soft: #444; --rule: #ccc; --track: #eee; --sent: #8b97a6; --saved: #0a775d; --cache: #2f62c9; --bad: #b3261e }
  @page { margin: 14mm } * { print-color-adjust: exact; -webkit-print-color-adjust: exact } body { font-size: 10pt } main { max-width: none; padding: 0 } section { border: 0; border-top: 1px solid var(--rule); border-radius: 0; padding: 1rem 0 0 } .strip { border: 0; padding: 0 } table { font-size: 9pt } thead { display: table-header-group } tbody th { min-width: 0 } .figures { grid-template-columns: repeat(3, 1fr) }
  h2, h3, figure, tr, .figures > div, .plot { break-inside: avoid } h2, h3 { break-after: avoid } details { display: none } .plot svg, .y { height: 11rem }
}
`.trim()
