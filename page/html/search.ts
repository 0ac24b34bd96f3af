import { html } from './markup.ts';

/** A box that shows the rows with all of its words. Hidden until the script has come: the page is of use without it. */
export const searchBox = html`<search hidden><label for="words">Search these meetings</label><input id="words" type="search" autocomplete="off" spellcheck="false"><p id="found" role="status"></p></search>
`;

/** Of the index: shows the rows of the list of meetings that have each word in them, in any letter case, accents or not. */
export const searchScript = html`{
const plain = (text) => text.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase();
const box = document.getElementById('words');
const found = document.getElementById('found');
const rows = [...document.querySelectorAll('.meetings tbody tr')].map((row) => [row, plain(row.textContent)]);
const folds = [...document.querySelectorAll('#list details')];
const show = () => {
  const words = plain(box.value).split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const [row, text] of rows) {
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden) count += 1;
  }
  for (const fold of folds) if (words.length > 0) fold.open = true;
  found.textContent = words.length > 0 ? count + ' of ' + rows.length : '';
};
box.addEventListener('input', show);
box.closest('search').hidden = false;
if (box.value) show();
}`;
