import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutHarmless, foreignText, html } from '../../../page/html/markup.ts';

describe('a template of HTML', () => {
  test('a template of HTML escapes texts, between tags and within attributes', () => {
    expect(String(html`<a title="${'"><b>\''}">${'<script>&amp;'}</a>`)).toBe(
      '<a title="&quot;&gt;&lt;b&gt;&#39;">&lt;script&gt;&amp;amp;</a>',
    );
  });

  test('a template of HTML takes its own markup as it is, takes lists one after another, and leaves out undefined and false', () => {
    expect(String(html`<p>${html`<b>${1}</b>`}${['a', html`<i>`]}${undefined}${false}${0}</p>`)).toBe(
      '<p><b>1</b>a<i>0</p>',
    );
  });

  test('a template of HTML does not take an object for markup because it has a text', () => {
    const forged: unknown = JSON.parse('{"text":"<b>"}');
    expect(() => String(html`${Object(forged)}`)).toThrow();
  });

  test('a template of HTML lets through no tag, no quote, no control and no mark of direction of any text', () => {
    const nasty = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom(
          '<',
          '>',
          '"',
          "'",
          '&',
          '\0',
          '\u001b',
          '\u0085',
          '\u202e',
          '\u2066',
          '\u200f',
          '\ud800',
          '\ufeff',
        ),
      ),
    });
    fc.assert(
      fc.property(nasty, (text) => {
        for (const written of [String(html`${text}`), String(foreignText(text)).replace(/^<bdi>|<\/bdi>$/g, '')]) {
          expect(written).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
          expect(written).not.toMatch(/[\p{Cc}\p{Cs}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/u);
        }
      }),
    );
  });
});

describe('a text of somebody else', () => {
  test.each([
    ['short', 5, 'short'],
    ['longer', 5, 'longe…'],
    ['👩‍💻👩‍💻👩‍💻', 2, '👩‍💻👩‍💻…'],
    ['a\tb\r\nc', 9, 'a b c'],
    [`Z${'\u0301'.repeat(90)}`, 5, `Z${'\u0301'.repeat(6)}`],
    ['\u202egnp.exe', 20, '\ufffdgnp.exe'],
  ])('the text %j cut to %i letters is %j', (text, letters, shown) => {
    expect(cutHarmless(text, letters)).toBe(shown);
  });

  test('a text of any length is cut in no time', () => {
    expect(cutHarmless('x'.repeat(5_000_000), 80)).toBe(`${'x'.repeat(80)}…`);
  });

  test('a foreign text stands by itself, so that its direction turns nothing around it', () => {
    expect(String(foreignText('محمد (1)'))).toBe('<bdi>محمد (1)</bdi>');
  });
});
