import { html } from '../html/markup.ts';

/** Lines and bars. What stands beside one another differs in form as well as in colour. */
export const chartStyle = html`
figure{margin:.5rem 0 0;min-width:0}
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
