// Subscriptions: what a client is told when other content is served.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExecutionResult, parse, subscribe } from 'graphql';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createContext } from '../../src/graphql/context.ts';
import { schema } from '../../src/graphql/schema.ts';
import { ServedCorpus } from '../../src/server/served-corpus.ts';
import { successionOf } from '../../src/server/corpus.ts';
import type { Store } from '../../src/store/store.ts';
import { buildStore, type ContentTexts, today } from './corpus.ts';
import { actor, article, statement, thing } from './small-content.ts';

const content: ContentTexts = {
  'topics/war.yaml': thing('War'),
  'topics/truce.yaml': thing('Truce', 'broader: war'),
  'topics/trade.yaml': thing('Trade'),
  'actors/ann.yaml': actor('PERSON', 'Ann'),
  'actors/bob.yaml': actor('PERSON', 'Bob'),
  'events/talks.yaml': thing(
    'Talks',
    'kind: CONSULT\nabout: [truce]\nparticipants:\n  - {actor: ann, role: PARTY}',
  ),
  'outcomes/deal.yaml': thing('Deal', 'event: talks\nabout: [trade]'),
  'articles/first.md': article(
    'They met again.',
    `about: [war]\nstatements:\n${statement('met', 'They met', { about: ['truce'] })}`,
  ),
};

/** Content that differs from {@link content} in some files; null takes a file out. */
function edited(edits: Readonly<Record<string, string | null>>): ContentTexts {
  return Object.fromEntries(
    Object.entries({ ...content, ...edits }).filter(([, text]) => text !== null),
  ) as ContentTexts;
}

async function storeOf(texts: ContentTexts): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'onrecord-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const store = await buildStore(folder, texts);
  onTestFinished(() => store.close());
  return store;
}

interface Stream {
  readonly corpus: ServedCorpus;
  /** The next change; undefined at the end. */
  next(): Promise<unknown>;
}

interface Listener {
  readonly preview?: boolean;
  /** The clock of the corpus; it stands still where none is given. */
  readonly clock?: () => number;
}

/** Subscribes to a corpus; changes are told from the first `next` on. */
async function listenTo(store: Store, field: string, { preview, clock }: Listener = {}): Promise<Stream> {
  const corpus = new ServedCorpus(store, clock ?? (() => today.now));
  const contextValue = createContext(store.reader(today), successionOf(corpus, preview ?? false));
  const document = parse(`subscription { ${field} }`);
  const stream = (await subscribe({ schema, document, contextValue })) as AsyncGenerator<ExecutionResult>;
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
  onTestFinished(() => void stream.return(undefined));
  return {
    corpus,
    async next() {
      const { done, value } = await stream.next();
      if (done) return undefined;
      if (value.errors) throw value.errors[0];
      return JSON.parse(JSON.stringify(value.data!['recordChanged']));
    },
  };
}

/** All that a subscriber is told when the second content follows the first. */
async function told(
  before: ContentTexts,
  after: ContentTexts,
  field = 'recordChanged',
  listener?: Listener,
): Promise<readonly string[]> {
  const { corpus, next } = await listenTo(
    await storeOf(before),
    `${field} { change kind recordId }`,
    listener,
  );
  const changes: string[] = [];
  let change = next();
  corpus.replace(await storeOf(after));
  corpus.endStreams();
  for (let one; (one = await change) !== undefined; change = next()) {
    const { change: what, kind, recordId } = one as Record<string, string>;
    changes.push(`${what} ${kind} ${recordId}`);
  }
  return changes;
}

test('what was added, changed and removed is told, a record once and in the order of ids', async () => {
  const after = edited({
    'actors/bob.yaml': null,
    'actors/ann.yaml': actor('PERSON', 'Ann', 'description: She leads.'),
    'places/york.yaml': thing('York'),
    'articles/first.md': article('They met again.', 'about: [war]'),
  });
  expect(await told(content, after)).toEqual([
    'CHANGED ACTOR Person:ann',
    'REMOVED ACTOR Person:bob',
    'ADDED PLACE Place:york',
    'REMOVED STATEMENT Statement:first/met',
  ]);
});

test('nothing is told of what is compiled anew and is the same', async () => {
  expect(await told(content, content)).toEqual([]);
});

test('changes of status and corrections are told of the records that they belong to', async () => {
  const change = (slug: string) =>
    `history:\n  - {slug: ${slug}, status: AGREED, date: 2025-01-01, article: first, exact: They met}`;
  const deal = (more: string) => ({ 'outcomes/deal.yaml': thing('Deal', `event: talks\n${more}`) });
  const corrected = (affects: string) => ({
    'articles/first.md': article(
      'They met again.',
      `corrections:\n  - {slug: wrong, text: Wrong., dateCreated: 2025-02-01T00:00:00Z, affects: [${affects}]}\nstatements:\n${statement('met', 'They met')}`,
    ),
  });
  expect(await told(edited(deal('')), edited(deal(change('agreed'))))).toEqual([
    'CHANGED OUTCOME Outcome:deal',
  ]);
  const agreed = deal(change('agreed'));
  expect(
    await told(
      edited({ ...agreed, ...corrected('') }),
      edited({ ...agreed, ...corrected('status-change/deal/agreed') }),
    ),
  ).toEqual(['CHANGED ARTICLE Article:first', 'CHANGED OUTCOME Outcome:deal']);
  expect(await told(edited(corrected('')), edited(corrected('statement/first/met')))).toEqual([
    'CHANGED ARTICLE Article:first',
    'CHANGED STATEMENT Statement:first/met',
  ]);
});

test('filters by kind and by topic, the topics that are narrower included', async () => {
  const after = edited({
    'topics/truce.yaml': thing('Truce', 'broader: war\ndescription: No fighting.'),
    'topics/war.yaml': thing('War', 'description: Fighting.'),
    'events/talks.yaml': thing('Peace talks', 'kind: CONSULT\nabout: [truce]'),
    'outcomes/deal.yaml': thing('Big deal', 'event: talks\nabout: [trade]'),
    'articles/first.md': article('They met again.', ''),
  });
  const toldOf = (given: string) => told(content, after, `recordChanged(${given})`);
  expect(await toldOf('kind: [TOPIC, OUTCOME]')).toEqual([
    'CHANGED OUTCOME Outcome:deal',
    'CHANGED TOPIC Topic:truce',
    'CHANGED TOPIC Topic:war',
  ]);
  // The article was about the topic, and is no more.
  expect(await toldOf('about: ["Topic:war"]')).toEqual([
    'CHANGED ARTICLE Article:first',
    'CHANGED EVENT Event:talks',
    'REMOVED STATEMENT Statement:first/met',
    'CHANGED TOPIC Topic:war',
  ]);
  expect(await toldOf('about: ["Topic:trade"], kind: [OUTCOME]')).toEqual(['CHANGED OUTCOME Outcome:deal']);
  expect(await toldOf('about: ["Topic:nothing", "Event:talks", "no id"]')).toEqual([]);
  expect(await toldOf('kind: []')).toEqual([]);
});

test('an embargoed article is never told, nor is anything that exists or differs only through it', async () => {
  // Without it Ann and the deal would be hidden with the only article that names them, and told to be gone.
  const base = edited({
    'articles/known.md': article(
      'Ann spoke.',
      `statements:\n${statement('spoke', 'Ann spoke', { speaker: 'ann', outcomes: ['deal'] })}`,
    ),
  });
  const secret = (body: string) => ({
    ...base,
    'topics/secret.yaml': thing('Secret'),
    'articles/later.md': article(
      body,
      `embargoedUntil: 2027-01-01T00:00:00Z\nabout: [secret, war]\nstatements:\n${statement('s', 'Ann agreed', { speaker: 'ann', outcomes: ['deal'] })}`,
    ),
    'outcomes/deal.yaml': thing(
      'Deal',
      'event: talks\nabout: [trade]\nhistory:\n  - {slug: agreed, status: AGREED, date: 2026-01-01, article: later, exact: Ann agreed}',
    ),
    'events/talks.yaml': thing(
      'Talks',
      'kind: CONSULT\nabout: [truce]\nparticipants:\n  - {actor: ann, role: PARTY, article: later, exact: Ann agreed}',
    ),
  });
  const [draft, final] = [secret('Ann agreed to it.'), secret('In the end Ann agreed to it all.')];
  expect(await told(base, draft)).toEqual([]);
  expect(await told(draft, final)).toEqual([]);
  expect(await told(final, base)).toEqual([]);
  expect(await told(base, draft, 'recordChanged(about: ["Topic:secret"])')).toEqual([]);
  expect(await told(base, draft, 'recordChanged', { preview: true })).toEqual([
    'ADDED ARTICLE Article:later',
    'CHANGED EVENT Event:talks',
    'CHANGED OUTCOME Outcome:deal',
    'ADDED STATEMENT Statement:later/s',
    'ADDED TOPIC Topic:secret',
  ]);
});

describe('what the clock shows and hides', () => {
  const texts = edited({
    'topics/secret.yaml': thing('Secret'),
    'articles/later.md': article(
      'Ann agreed to it.',
      `embargoedUntil: 2027-01-01T00:00:00Z\nexpires: 2027-06-01T00:00:00Z\nabout: [secret]\nstatements:\n${statement('s', 'Ann agreed', { speaker: 'ann', outcomes: ['deal'] })}`,
    ),
  });
  const all = '{ change recordId corpusVersion node { id } }';
  // Ann takes part in the talks, and is hidden without the article.
  const touched = [
    ['ADDED', 'Article:later'],
    ['CHANGED', 'Event:talks'],
    ['ADDED', 'Outcome:deal'],
    ['ADDED', 'Person:ann'],
    ['ADDED', 'Statement:later/s'],
    ['ADDED', 'Topic:secret'],
  ] as const;

  test('is told with all that exists only through it, under the same version, and once', async () => {
    const store = await storeOf(texts);
    let now = Date.parse('2026-12-31T23:59:59.999Z');
    const { corpus, next } = await listenTo(store, `recordChanged ${all}`, { clock: () => now });
    let change = next();
    corpus.renew();
    now += 1;
    corpus.renew();
    corpus.renew();
    for (const [what, id] of touched) {
      const { version } = store;
      expect(await change).toEqual({ change: what, recordId: id, corpusVersion: version, node: { id } });
      change = next();
    }
    now = Date.parse('2027-06-01T00:00:00Z');
    corpus.renew();
    for (const [what, id] of touched) {
      const gone = { change: 'REMOVED', node: null };
      expect(await change).toMatchObject({ recordId: id, ...(what === 'ADDED' ? gone : { change: what }) });
      change = next();
    }
    corpus.endStreams();
    expect(await change).toBeUndefined();
  });

  test('is told once where another corpus is served at the same moment, whichever comes first', async () => {
    const moments = ['renew', 'replace'] as const;
    for (const order of [moments, moments.toReversed()]) {
      let now = today.now;
      const { corpus, next } = await listenTo(await storeOf(texts), 'recordChanged { change recordId }', {
        clock: () => now,
      });
      let change = next();
      now = Date.parse('2027-01-01T00:00:00Z');
      const after = await storeOf({ ...texts, 'places/york.yaml': thing('York') });
      for (const what of order) corpus[what](after);
      const changes: unknown[] = [];
      for (let left = touched.length + 1; left > 0; left -= 1) {
        changes.push(Object.values((await change) as object));
        change = next();
      }
      expect(changes.toSorted()).toEqual([...touched, ['ADDED', 'Place:york']].toSorted());
      corpus.endStreams();
      expect(await change).toBeUndefined();
    }
  });

  test('is no news to whoever has a preview token, nor to whom it does not concern', async () => {
    for (const [field, preview] of [
      ['recordChanged', true],
      ['recordChanged(kind: [PLACE])', false],
      ['recordChanged(about: ["Topic:trade"], kind: [ARTICLE])', false],
    ] as const) {
      let now = today.now;
      const listener = { preview, clock: () => now };
      const { corpus, next } = await listenTo(await storeOf(texts), `${field} { recordId }`, listener);
      const change = next();
      now = Date.parse('2027-01-01T00:00:00Z');
      corpus.renew();
      corpus.endStreams();
      expect(await change).toBeUndefined();
    }
  });
});

test('every event is answered from the corpus that brought it, and repeats nothing of the one before', async () => {
  const named = (name: string) =>
    edited({
      'events/talks.yaml': thing(name, 'kind: CONSULT'),
      'outcomes/deal.yaml': thing(`${name} deal`, 'event: talks'),
    });
  const stores = await Promise.all(['Talks', 'More talks', 'Last talks'].map((name) => storeOf(named(name))));
  const { corpus, next } = await listenTo(
    stores[0]!,
    'recordChanged(kind: [OUTCOME]) { change corpusVersion node { id ... on Outcome { name event { name outcomes { totalCount nodes { name } } } } } }',
  );
  for (const [index, name] of ['More talks', 'Last talks'].entries()) {
    const change = next();
    corpus.replace(stores[index + 1]!);
    expect(await change).toEqual({
      change: 'CHANGED',
      corpusVersion: stores[index + 1]!.version,
      node: {
        id: 'Outcome:deal',
        name: `${name} deal`,
        event: { name, outcomes: { totalCount: 1, nodes: [{ name: `${name} deal` }] } },
      },
    });
  }
  const last = next();
  corpus.replace(await storeOf(edited({ 'outcomes/deal.yaml': null })));
  expect(await last).toMatchObject({ change: 'REMOVED', node: null });
});

test('who reads slowly gets the difference to what was seen last, and holds no corpus between', async () => {
  const described = (text: string) =>
    edited({ 'actors/ann.yaml': actor('PERSON', 'Ann', `description: ${text}`) });
  const [first, second, third, fourth] = await Promise.all(
    [
      content,
      edited({ 'actors/bob.yaml': null, 'places/york.yaml': thing('York') }),
      described('Third'),
      described('Fourth'),
    ].map(storeOf),
  );
  const closed: string[] = [];
  for (const [name, store] of Object.entries({ first, second, third, fourth })) {
    const close = store!.close.bind(store);
    store!.close = async () => {
      closed.push(name);
      await close();
    };
  }
  const { corpus, next } = await listenTo(
    first!,
    'recordChanged { change recordId node { ... on Person { description } } }',
  );
  const change = next();
  corpus.replace(second!);
  expect(await change).toEqual({ change: 'REMOVED', recordId: 'Person:bob', node: null });
  corpus.replace(third!);
  corpus.replace(fourth!);
  expect(closed).toEqual(['third']);
  expect(await next()).toMatchObject({ change: 'ADDED', recordId: 'Place:york' });
  expect(await next()).toEqual({
    change: 'CHANGED',
    recordId: 'Person:ann',
    node: { description: 'Fourth' },
  });
  expect(await next()).toMatchObject({ change: 'ADDED', recordId: 'Person:bob' });
  expect(await next()).toMatchObject({ change: 'REMOVED', recordId: 'Place:york' });
  expect(closed).toEqual(['third', 'first']);
  corpus.endStreams();
  expect(await next()).toBeUndefined();
  expect(closed).toEqual(['third', 'first', 'second']);
});

test('too many topics are refused', async () => {
  const about = JSON.stringify(Array.from({ length: 101 }, (_, index) => `Topic:t${index}`));
  await expect(listenTo(await storeOf(content), `recordChanged(about: ${about}) { change }`)).rejects.toThrow(
    'has 101 values',
  );
});
