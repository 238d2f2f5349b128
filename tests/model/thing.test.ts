// The values that records of many kinds share.
import { expect, test } from 'vitest';
import { dateTime, languageTag, text, url, wikidataId } from '../../src/model/thing.ts';

test('running text is one line: line breaks and runs of spaces become one space, and spaces of typography stay', () => {
  expect(text.parse('  Each side\n  hands over\t1\u00a0000 men\u2028at once \r\n')).toBe(
    'Each side hands over 1\u00a0000 men at once',
  );
  expect(text.safeParse(' \n ').success).toBe(false);
});

test.each(['en', 'es-419', 'zh-Hant-TW', 'sr-Latn', 'und'])('%j is a language tag', (tag) => {
  expect(languageTag.parse(tag)).toBe(tag);
});

test.each([
  ['EN', 'write "en"'],
  ['en_us', 'write "en-US"'],
  ['iw', 'write "he"'],
  ['', 'write for example "en", "es-419" or "uk"'],
  ['a-b', 'write for example "en", "es-419" or "uk"'],
])('%j is no language tag, with the advice: %s', (tag, advice) => {
  const issues = languageTag.safeParse(tag).error?.issues ?? [];
  expect(issues.map(({ message }) => message)).toEqual([
    `is not a language tag of BCP 47 in its usual form: ${advice}`,
  ]);
});

test.each([
  '2025-05-16T18:30:00Z',
  '2025-05-16T18:30:00.5Z',
  '2025-05-16T18:30:00+02:00',
  '2024-02-29T00:00:00-11:30',
])('%j is a moment', (moment) => {
  expect(dateTime.parse(moment)).toBe(moment);
  expect(new Date(moment).getTime()).not.toBeNaN();
});

test.each([
  '2025-05-16',
  '2025-05-16T18:30:00',
  '2025-05-16T18:30Z',
  '2025-02-29T00:00:00Z',
  '2025-05-16T24:00:00Z',
  '2025-05-16T18:30:00+0200',
  '2025-05-16 18:30:00Z',
  'now',
])('%j is no moment', (moment) => {
  expect(dateTime.safeParse(moment).success).toBe(false);
});

test.each(['https://example.org', 'http://example.org/a?b=c#d', 'https://é.example/ü'])(
  '%j is a URL',
  (address) => {
    expect(url.parse(address)).toBe(address);
  },
);

test.each([
  'example.org',
  '//example.org',
  'ftp://example.org',
  'javascript:alert(1)',
  'data:text/html,x',
  'https://',
  'https://a b',
  `https://example.org/${'x'.repeat(2000)}`,
])('%j is no URL', (address) => {
  expect(url.safeParse(address).success).toBe(false);
});

test.each([
  ['Q1', true],
  ['Q3874799', true],
  ['Q0', false],
  ['q1', false],
  ['Q01', false],
  ['P31', false],
  ['1', false],
])('%j as a Wikidata item: %j', (id, isOne) => {
  expect(wikidataId.safeParse(id).success).toBe(isOne);
});
