import { html } from './markup.ts';

const numericColumns = Array.from({ length: 12 }, (_, index) => index + 1);

/** Tables that scroll by themselves, with their heads in sight. */
const tableStyle = html`
.scroll{overflow:auto;max-height:min(46rem,85vh);border:1px solid var(--rule);border-radius:8px}
table.data{width:100%;border-collapse:separate;border-spacing:0;font-size:.9rem}
.data caption{padding:.5rem .75rem;text-align:start;color:var(--soft);font-size:.9rem}
.data th,.data td{padding:.35rem .6rem;border-bottom:1px solid var(--rule);text-align:start;vertical-align:top}
.data tr:last-child>*{border-bottom:0}
.data thead th{position:sticky;top:0;z-index:2;background:var(--card);border-bottom:2px solid var(--rule);color:var(--soft);font-weight:600;vertical-align:bottom}
.data tbody th{position:sticky;left:0;z-index:1;background:var(--card);max-width:18rem;min-width:13rem;font-weight:500;overflow-wrap:anywhere}
.data td{max-width:24rem;overflow-wrap:break-word}
.data th small,.data td small{display:block;font-weight:400}
.data tbody tr:hover>*{background:var(--page)}
${numericColumns.map((n) => html`${n > 1 && ','}.n${n} tr>:nth-child(${n})`)}{text-align:end;font-variant-numeric:tabular-nums}
td{font-variant-numeric:tabular-nums}
.data .plain{min-width:19rem;margin:0;padding:0;list-style:none}
#capture~.scroll td:last-child{min-width:14rem}
.timeline{min-width:44rem}
.timeline tr>*{vertical-align:middle;padding-block:.15rem}
.timeline tr>:nth-child(2){width:60%;min-width:18rem}
.timeline tr>:nth-child(n+3){font-variant-numeric:tabular-nums;white-space:nowrap}
.timeline th small,.timeline td small{display:inline}
.timeline .when{display:block}
.state{display:inline-block;padding:0 .5rem;border-radius:1rem;font-weight:600;white-space:nowrap}
.good{background:var(--good-back);color:var(--good)}
.open{background:var(--open-back);color:var(--open)}
.bad{background:var(--bad-back);color:var(--bad)}
details{margin-top:.75rem}
summary{padding:.3rem 0;cursor:pointer;color:var(--link);overflow-wrap:anywhere}
details[open]>summary{margin-bottom:.5rem}
@media (max-width:40rem){.data tbody th{max-width:10rem;min-width:8rem}.timeline{min-width:36rem}}
`;

/** The list of meetings with its search, and the matrix of a course. */
const listStyle = html`
search{display:block;margin-bottom:1rem}
search[hidden],tr[hidden]{display:none}
search label{display:block;font-weight:600}
search input{width:min(30rem,100%);padding:.5rem .75rem;border:1px solid var(--soft);border-radius:8px;background:var(--card);color:var(--text);font:inherit}
.cause{margin:0 0 1rem;padding:.75rem 1rem;border-inline-start:5px solid var(--bad);border-radius:8px;background:var(--bad-back)}
.cause p{margin:0 0 .35rem;overflow-wrap:anywhere}
.cause ul{margin:0 0 .35rem;padding-inline-start:1.25rem}
.cause small{color:inherit}
.meetings td,.lines td{white-space:nowrap}
.matrix td,.matrix thead th+th{text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}
.matrix .state{padding:0 .35rem}
.matrix td{padding-inline:.4rem}
.bar{fill:var(--median)}
.bar-unknown{fill:none;stroke:var(--soft);stroke-dasharray:2 3}
`;

/** Lines and bars. What stands beside one another differs in form as well as in colour. */
const chartStyle = html`
figure{margin:.5rem 0 0;min-width:0}
figure h3{margin-top:0}
figcaption{color:var(--soft);font-size:.85rem}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr));gap:1.25rem 2rem}
.chart,.bars{display:block;overflow:visible}
.chart text,.bars text{fill:var(--soft);font-size:12px;font-weight:400;stroke:var(--card);stroke-width:3px;paint-order:stroke;stroke-linejoin:round}
.chart .limit-name{fill:var(--limit)}
.tick,.grid{stroke:var(--rule);stroke-width:1}
.tick{stroke-dasharray:1 3}
.base{stroke:var(--soft);stroke-width:1}
path{fill:none;vector-effect:non-scaling-stroke;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
path.median,path.people{stroke:var(--median);stroke-width:2.5}
path.p95{stroke:var(--p95);stroke-width:1.5}
path.between{fill:var(--between)}
path.crowd{fill:var(--crowd)}
path.breakout{stroke:var(--breakout);stroke-dasharray:7 4}
path.waiting{stroke:var(--waiting);stroke-dasharray:1 4}
.limit{stroke:var(--limit);stroke-width:1.5;stroke-dasharray:5 4}
.over{fill:var(--over)}
.in-meeting{fill:var(--median)}
.in-breakout{fill:var(--breakout)}
.in-gap{fill:var(--card)}
.in-waiting{fill:var(--waiting)}
.share-all{fill:var(--rule)}
.share-part{fill:var(--limit)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:.25rem 0 .75rem;padding:0;list-style:none;font-size:.9rem;color:var(--soft)}
.legend svg{vertical-align:middle}
@media (forced-colors:active){:root{--median:Highlight;--p95:CanvasText;--limit:LinkText;--breakout:CanvasText;--waiting:GrayText;--rule:GrayText;--soft:CanvasText;--card:Canvas;--over:Canvas;--crowd:Canvas;--between:Canvas}svg{forced-color-adjust:none}}
`;

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
.completeness{max-width:none;padding:.5rem .9rem;border-radius:8px;border-inline-start:5px solid}
.completeness a{color:inherit}
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
.up ul{margin:0 0 1rem}
.note{padding-inline-start:.75rem;border-inline-start:4px solid var(--rule);color:var(--soft)}
footer{margin-top:1.5rem;color:var(--soft);font-size:.9rem}
${tableStyle}${listStyle}${chartStyle}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff;--text:#000;--soft:#444;--rule:#bbb;--link:#000;--median:#0b57c2;--p95:#a8500b;--between:#a8500b26;--limit:#c0182c;--over:#c0182c0f;--crowd:#0b57c21f;--breakout:#7a3fb8;--waiting:#5d6671;--good:#0d6b34;--good-back:#fff;--open:#7a5200;--open-back:#fff;--bad:#a91426;--bad-back:#fff}
details::details-content{content-visibility:visible;block-size:auto;overflow:visible}details:not([open])>*{display:revert}
body{max-width:none;padding:0;font-size:.75rem}nav,.skip,search{display:none}section{border:0;padding:0}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}
.tiles{grid-template-columns:repeat(5,1fr)}.charts{grid-template-columns:repeat(3,1fr);gap:1rem}
.scroll{overflow:visible;max-height:none;border:0}table.data{font-size:.7rem}table.data.timeline,table.data th,table.data td,table.data .plain{position:static;min-width:0;max-width:none}
table.data th,table.data td{padding:.15rem .3rem;overflow-wrap:break-word}#capture~.scroll td:last-child{min-width:0}*{print-color-adjust:exact}}
`;
