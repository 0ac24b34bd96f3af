import { html } from '../html/markup.ts';
import { chartStyle } from './chart-style.ts';
import { tableStyle } from './table-style.ts';

/** The whole style of the page. Colours have names, so that each chart is drawn once for light and dark. */
export const style = html`
:root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--text:#1c2127;--soft:#545d69;--rule:#d8dde3;--link:#0b57c2;
--median:#0b57c2;--p95:#a8500b;--between:#a8500b26;--limit:#c0182c;--over:#c0182c0f;--crowd:#0b57c21f;--breakout:#7a3fb8;--waiting:#5d6671;
--good:#0d6b34;--good-back:#e3f4e9;--open:#7a5200;--open-back:#fdf2d6;--bad:#a91426;--bad-back:#fde8ea}
@media (prefers-color-scheme:dark){:root{--page:#0f1318;--card:#181e26;--text:#e7ebf0;--soft:#a3aebb;--rule:#323b46;--link:#7db4ff;
--median:#6cabff;--p95:#f2a65a;--between:#f2a65a2e;--limit:#ff7b88;--over:#ff7b8814;--crowd:#6cabff2e;--breakout:#c79bff;--waiting:#a3aebb;
--good:#7fdca0;--good-back:#12301f;--open:#f2cf7a;--open-back:#352a0d;--bad:#ff9ba5;--bad-back:#3d171c}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0 auto;max-width:76rem;padding:1.5rem clamp(.75rem,3vw,2rem) 3rem;background:var(--page);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
h1{margin:0 0 .75rem;font-size:clamp(1.5rem,4vw,2.1rem);line-height:1.2;overflow-wrap:anywhere}
h2{margin:0 0 .75rem;font-size:1.3rem;line-height:1.3}
h3{margin:1.75rem 0 .25rem;font-size:1.1rem}
h4{margin:0;font-size:.95rem}
p{margin:0 0 .75rem;max-width:70ch}
small{color:var(--soft);font-size:.85em}
code{font-family:ui-monospace,monospace;font-size:.92em;overflow-wrap:anywhere}
section{margin-top:1.5rem;padding:1.25rem clamp(.75rem,2.5vw,1.5rem);background:var(--card);border:1px solid var(--rule);border-radius:12px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--card);z-index:9}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.kind{margin:0;color:var(--soft);font-weight:600}
.verdict{max-width:none;padding:.5rem .9rem;border-radius:8px;border-inline-start:5px solid}
.verdict a{color:inherit}
.whole{background:var(--good-back);color:var(--good)}
.not-whole{background:var(--bad-back);color:var(--bad)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1rem 0;padding:0;list-style:none}
.tiles li{padding:.7rem .9rem;background:var(--card);border:1px solid var(--rule);border-radius:10px;color:var(--soft);font-size:.9rem}
.tiles strong{display:block;color:var(--text);font-size:1.5rem;line-height:1.25}
.facts{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:0}
.facts dt{color:var(--soft);font-size:.85rem}
.facts dd{margin:0;overflow-wrap:anywhere}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:1.25rem 0 0;padding:0;list-style:none}
nav a{display:inline-block;padding:.25rem 0}
footer{margin-top:1.5rem;color:var(--soft);font-size:.9rem}
${tableStyle}${chartStyle}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff;--text:#000;--soft:#444;--rule:#bbb;--link:#000;--median:#0b57c2;--p95:#a8500b;--between:#a8500b26;--limit:#c0182c;--over:#c0182c0f;--crowd:#0b57c21f;--breakout:#7a3fb8;--waiting:#5d6671;--good:#0d6b34;--good-back:#fff;--open:#7a5200;--open-back:#fff;--bad:#a91426;--bad-back:#fff}
body{max-width:none;padding:0;font-size:.75rem}nav,.skip{display:none}section{border:0;padding:0}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}
.tiles{grid-template-columns:repeat(5,1fr)}.charts{grid-template-columns:repeat(3,1fr);gap:1rem}
.scroll{overflow:visible;max-height:none;border:0}table.data{font-size:.7rem}table.data.timeline,table.data th,table.data td,table.data .plain{position:static;min-width:0;max-width:none}
table.data th,table.data td{padding:.15rem .3rem;overflow-wrap:break-word}#capture~.scroll td:last-child{min-width:0}*{print-color-adjust:exact}}
`;
