// Records by id, and the corpus as a whole.
import { MeasuredText } from '../../../src/model/stretch.ts';
import { expect, test } from 'vitest';
import { found, type NewPlace, NOW, placeFor, PREVIEW, PUBLIC, publish } from '../corpora.ts';
import {
  article,
  correction,
  day,
  event,
  outcome,
  person,
  statement,
  statusChange,
  topic,
} from '../entries.ts';

export function recordsContract(newPlace: NewPlace): void {
  test('records come in the order of the ids, whole, and undefined where there is none', async () => {
    const source = article('talks', { headline: 'Ґвалт 𝒜 “talks”' });
    const entries = [
      source,
      statement(source, 's', { text: 'a\n“b” \u{1F600}' }),
      person('umerov'),
      topic('war'),
    ];
    const reader = (await publish(await placeFor(newPlace), entries)).reader(PUBLIC);
    expect(
      await reader.records([
        'Topic:war',
        'Person:nobody',
        'Statement:talks/s',
        'Article:talks',
        'Topic:war',
        '',
      ]),
    ).toEqual([
      entries[3]!.record,
      undefined,
      entries[1]!.record,
      source.record,
      entries[3]!.record,
      undefined,
    ]);
    expect(await reader.records([])).toEqual([]);
  });

  test('the text of an article is read by itself, by its ids and for who may see it', async () => {
    const articleBody = 'Rustem Umerov said: “a”\n\nb\\ \u{1F600} Umerov';
    const within = new MeasuredText(articleBody);
    const anchors = [
      [7, 13],
      [articleBody.length - 6, articleBody.length],
    ].map(([from, to]) => ({
      article: 'Article:talks',
      field: 'BODY' as const,
      ...within.stretch(from!, to!),
    }));
    const text = {
      articleBody,
      paragraphs: [
        { element: 'p' as const, within: [], runs: [{ text: 'Rustem Umerov said: “a”', format: [] }] },
        {
          element: 'p' as const,
          within: ['ul:0', 'li:1'],
          runs: [
            { text: 'b\\ ', format: ['em' as const] },
            { text: '\u{1F600} Umerov', format: [], href: 'https://example.org/' },
          ],
        },
      ],
      mentions: [{ thing: 'Person:umerov', matchedName: 'Umerov', anchors }],
    };
    const entries = [
      { ...article('talks'), text, otherIds: ['Article:old'] },
      { ...article('later', { visible: { from: day(2), until: day(3) } }) },
      person('umerov'),
    ];
    const store = await publish(await placeFor(newPlace), entries);
    const ids = ['Article:later', 'Article:old', 'Article:none', 'Person:umerov', 'Article:talks'];
    const before = store.reader({ now: day(1), preview: false });
    expect(await before.texts(ids)).toEqual([undefined, text, undefined, undefined, text]);
    expect(await before.bodies(ids)).toEqual([
      undefined,
      text.articleBody,
      undefined,
      undefined,
      text.articleBody,
    ]);
    expect(await before.bodies([])).toEqual([]);
    for (const view of [{ now: day(2), preview: false }, PREVIEW])
      expect(await store.reader(view).bodies(ids.slice(0, 1))).toEqual(['Body of later.']);
    expect(await store.reader({ now: day(3), preview: false }).bodies(ids.slice(0, 1))).toEqual([undefined]);
  });

  test('a former id finds the record, which has its present id', async () => {
    const entries = [person('kyiv', { former: ['Person:kiev', 'Country:kiev'] })];
    const reader = (await publish(await placeFor(newPlace), entries)).reader(PUBLIC);
    expect(await found(reader, ['Country:kiev', 'Person:kyiv', 'Person:kiev'])).toEqual(
      Array.from({ length: 3 }, () => 'Person:kyiv'),
    );
  });

  test('ids that cannot be ids find nothing', async () => {
    const reader = (await publish(await placeFor(newPlace), [person('a')])).reader(PUBLIC);
    const ids = [
      'Person:a\u0000',
      '\ud800',
      '"',
      "'; DROP TABLE record; --",
      'person:a',
      'Person:A',
      'x'.repeat(100_000),
    ];
    expect(await found(reader, ids)).toEqual([]);
    expect(await reader.counts(ids.map((owner) => ({ list: 'actor.articles', owner })))).toEqual(
      ids.map(() => 0),
    );
  });

  test('ten thousand ids are answered in one call', async () => {
    const entries = Array.from({ length: 200 }, (_, index) => topic(`t${index}`));
    const reader = (await publish(await placeFor(newPlace), entries)).reader(PUBLIC);
    const ids = Array.from({ length: 10_000 }, (_, index) => `Topic:t${index % 400}`);
    const records = await reader.records(ids);
    expect(records.map((record) => record?.id)).toEqual(
      ids.map((id, index) => (index % 400 < 200 ? id : undefined)),
    );
  });

  test('the summary tells what a view can see', async () => {
    const hidden = article('hidden', {
      published: day(1),
      language: 'ru',
      visible: { from: NOW + 1, until: Infinity },
    });
    const first = article('first', { published: day(3), language: 'uk' });
    const last = article('last', { published: day(9), language: 'en' });
    const talks = event('talks');
    const truce = outcome(talks, 'truce');
    const entries = [
      first,
      last,
      article('middle', { published: day(5), language: 'uk' }),
      hidden,
      talks,
      truce,
      topic('war'),
      statement(hidden, 'a'),
      statement(first, 'b'),
      person('secret'),
      correction(last, 'c'),

      statusChange(truce, hidden, 'd'),
      statusChange(truce, last, 'e'),
      article('x', { names: ['Outcome:truce'] }),
      article('y', { published: day(2), visible: { from: 0, until: 0 }, names: ['Person:secret'] }),
    ];
    const store = await publish(await placeFor(newPlace), entries, 'v1');
    const rest = { event: 1, place: 0, topic: 1, source: 0, outcome: 1, correction: 1 };
    expect(await store.reader(PUBLIC).summary()).toEqual({
      version: 'v1',
      counts: { ...rest, article: 4, actor: 0, statement: 1, statusChange: 1 },
      languages: ['en', 'uk'],
      firstPublished: day(1),
      lastPublished: day(9),
    });
    expect(await store.reader(PREVIEW).summary()).toEqual({
      version: 'v1',
      counts: { ...rest, article: 6, actor: 1, statement: 2, statusChange: 2 },
      languages: ['en', 'ru', 'uk'],
      firstPublished: day(1),
      lastPublished: day(9),
    });
  });

  test('the summary of a corpus without visible articles has no dates and no languages', async () => {
    const entries = [article('a', { visible: { from: NOW + 1, until: Infinity } })];
    const reader = (await publish(await placeFor(newPlace), entries)).reader(PUBLIC);
    expect(await reader.summary()).toMatchObject({
      languages: [],
      firstPublished: null,
      lastPublished: null,
    });
  });
}
