// Related articles: what they share is weighed, and what nearly all share says nothing.
import { expect, test } from 'vitest';
import type { Entry, ListName } from '../../../src/model/record.ts';
import { RELATING_LIMIT, type CorpusReader } from '../../../src/store/store.ts';
import { type NewPlace, pageFacts, placeFor, PREVIEW, PUBLIC, publish } from '../corpora.ts';
import { article, day, event, membership, person, topic } from '../entries.ts';

export function relatedContract(newPlace: NewPlace): void {
  test('an event weighs more than three topics, a topic more than a figure, and then the latest come first', async () => {
    const related = await relatedTo(newPlace, [
      event('e', { memberships: [membership('article.events', 'Article:self', 'Event:e')] }),
      ...['t', 'u', 'v'].map((slug) => topic(slug)),
      person('p'),
      sharing('self', [
        ['event.articles', 'Event:e'],
        ...topics('t', 'u', 'v'),
        ['figure.articles', 'Person:p'],
      ]),
      sharing('event', [['event.articles', 'Event:e']]),
      sharing('topics', topics('t', 'u', 'v')),
      sharing('figure', [['figure.articles', 'Person:p']]),
      sharing('topic-early', topics('t')),
      sharing('topic-late', topics('u'), 2),
      sharing('nothing', []),
    ]);
    expect(related).toEqual(['event', 'topics', 'topic-late', 'topic-early', 'figure']);
  });

  test('the article itself is left out, and so are its translations, its original and other translations of that', async () => {
    const translation = (of: string, slug: string) =>
      membership('article.translations', `Article:${of}`, `Article:${slug}`);
    const related = await relatedTo(newPlace, [
      topic('t', {
        memberships: [
          translation('original', 'self'),
          translation('original', 'sister'),
          translation('self', 'daughter'),
        ],
      }),
      ...['self', 'original', 'sister', 'daughter', 'other'].map((slug) => sharing(slug, topics('t'))),
    ]);
    expect(related).toEqual(['other']);
  });

  test('what more articles share than the limit does not count; hidden ones are not counted', async () => {
    const entries = Array.from({ length: RELATING_LIMIT }, (_, index) =>
      sharing(`a${index}`, [...topics('common'), ...(index === 0 ? topics('rare') : [])], 1, index === 7),
    );
    const place = await placeFor(newPlace);
    const store = await publish(place, [
      topic('common'),
      topic('rare'),
      sharing('self', topics('common', 'rare')),
      ...entries,
    ]);
    expect(await count(store.reader(PUBLIC))).toBe(RELATING_LIMIT - 1);
    expect(await count(store.reader(PREVIEW))).toBe(1);
  });
}

function topics(...slugs: readonly string[]): [ListName, string][] {
  return slugs.map((slug) => ['subject.articles', `Topic:${slug}`]);
}

function sharing(
  slug: string,
  things: readonly (readonly [ListName, string])[],
  published = 1,
  hidden = false,
): Entry {
  return article(slug, {
    published: day(published),
    memberships: things.map(([list, owner]) => membership(list, owner, `Article:${slug}`)),
    ...(hidden && { visible: { from: 0, until: 0 } }),
  });
}

async function relatedTo(newPlace: NewPlace, entries: readonly Entry[]): Promise<readonly string[]> {
  const store = await publish(await placeFor(newPlace), entries);
  const order = { field: 'RELATEDNESS', direction: 'DESC' } as const;
  const { ids } = await pageFacts(store.reader(PUBLIC), {
    relatedTo: 'Article:self',
    order,
    limit: 9,
    backward: false,
  });
  return ids.map((id) => id.replace('Article:', ''));
}

async function count(reader: CorpusReader): Promise<number | undefined> {
  return (await reader.counts([{ relatedTo: 'Article:self' }]))[0];
}
