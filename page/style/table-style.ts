import { html } from '../html/markup.ts';

const numericColumns = Array.from({ length: 12 }, (_, index) => index + 1);

/** Tables that scroll by themselves, with their heads in sight. */
export const tableStyle = html`
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
.state{display:inline-block;padding:0 .5rem;border-radius:1rem;font-weight:600;white-space:nowrap}
.good{background:var(--good-back);color:var(--good)}
.open{background:var(--open-back);color:var(--open)}
.bad{background:var(--bad-back);color:var(--bad)}
details{margin-top:.75rem}
summary{padding:.3rem 0;cursor:pointer;color:var(--link);overflow-wrap:anywhere}
details[open]>summary{margin-bottom:.5rem}
@media (max-width:40rem){.data tbody th{max-width:10rem;min-width:8rem}.timeline{min-width:36rem}}
`;
