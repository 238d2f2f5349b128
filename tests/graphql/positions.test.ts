// Where the parties of an event stand, and what contradicts them.
import { expect, test } from 'vitest';
import { useCorpus } from './corpus.ts';
import { actor, article, statement, thing } from './small-content.ts';

const said = (slug: string, exact: string, more: Readonly<Record<string, unknown>>) =>
  statement(slug, exact, { event: 'round', about: ['border'], ...more });

const small = useCorpus({
  'actors/north.yaml': actor('COUNTRY', 'North'),
  'actors/south.yaml': actor('COUNTRY', 'South'),
  'actors/envoy.yaml': actor('PERSON', 'The Envoy'),
  'actors/bystander.yaml': actor('PERSON', 'A Bystander'),
  'topics/land.yaml': thing('Land'),
  'topics/border.yaml': thing('Border', 'broader: land'),
  'events/talks.yaml': thing('Talks', 'kind: CONSULT\nparticipants: [{ actor: south, role: PARTY }]'),
  'events/round.yaml': thing(
    'Round',
    'kind: CONSULT\nsuperEvent: talks\nparticipants: [{ actor: north, role: PARTY }, { actor: envoy, role: DELEGATE, onBehalfOf: north }]',
  ),
  'articles/a.md': article(
    'Open it. Close it. Never. Perhaps. We doubt it. It is ours.',
    `statements:
${said('open', 'Open it.', { kind: 'DEMAND', speaker: 'north', dateUttered: '2025-01-10' })}
${said('close', 'Close it.', { kind: 'DEMAND', speaker: 'envoy', dateUttered: '2025-01-12' })}
${said('never', 'Never.', {
  kind: 'REJECTION',
  speaker: 'south',
  dateUttered: '2025-01-13',
  inResponseTo: [
    { statement: 'a/close', stance: 'DENIES' },
    { statement: 'a/open', stance: 'DENIES' },
  ],
})}
${said('doubt', 'We doubt it.', { kind: 'OPINION', speaker: 'bystander', dateUttered: '2025-01-14', inResponseTo: [{ statement: 'a/close', stance: 'DENIES' }] })}
${said('perhaps', 'Perhaps.', { kind: 'CONCESSION', speaker: 'south', dateUttered: '2025-02' })}
${said('ours', 'It is ours.', { kind: 'CLAIM', speaker: 'north', dateUttered: '2025-03-01' })}
`,
    '2025-03-02T00:00:00Z',
  ),
  'articles/b.md': article(
    'Maybe. Now or never.',
    `statements:
${said('now', 'Now or never.', { kind: 'THREAT', speaker: 'envoy', dateUttered: '2025-01-12' })}
${said('maybe', 'Maybe.', { kind: 'PROPOSAL', speaker: 'south', dateUttered: '2025-04-01' })}
corrections:
  - { slug: wrong, text: South did not say so., dateCreated: 2025-04-03T00:00:00Z, affects: [statement/b/maybe] }`,
    '2025-03-01T00:00:00Z',
  ),
});

const positions = async (event: string, args = '') => {
  const { data, errors } = await small.ask(
    `{ event(slug: "${event}") { positions${args} { party { name } topic { name } date statement { slug } opposedBy { slug } } } }`,
  );
  expect(errors).toBeUndefined();
  return (data as { event: { positions: unknown } }).event.positions;
};

test('the latest statement counts, of those of one day the one published last; a voided one and a claim do not', async () => {
  expect(await positions('talks')).toEqual([
    // The envoy's words of 12 January in article a were published after those in article b.
    {
      party: { name: 'North' },
      topic: { name: 'Border' },
      date: '2025-01-12',
      statement: { slug: 'a/close' },
      opposedBy: [{ slug: 'a/never' }],
    },
    {
      party: { name: 'South' },
      topic: { name: 'Border' },
      date: '2025-02',
      statement: { slug: 'a/perhaps' },
      opposedBy: [],
    },
  ]);
});

test('asked for a day, what was said later does not count', async () => {
  expect(await positions('talks', '(asOf: "2025-01-11")')).toEqual([
    {
      party: { name: 'North' },
      topic: { name: 'Border' },
      date: '2025-01-10',
      statement: { slug: 'a/open' },
      opposedBy: [{ slug: 'a/never' }],
    },
  ]);
});

test('who is a party is told by the event asked about where the own event does not say', async () => {
  expect(await positions('round')).toEqual([
    {
      party: { name: 'North' },
      topic: { name: 'Border' },
      date: '2025-01-12',
      statement: { slug: 'a/close' },
      opposedBy: [],
    },
  ]);
});

const bundled = useCorpus();

test("each party's position on the ceasefire, and what contradicts it", async () => {
  const { data } = await bundled.ask(`{
    event(slug: "istanbul-direct-talks-2025") {
      positions { party { name } topic { name } date statement { text } opposedBy { text speaker { name } } }
    }
  }`);
  const all = (data as { event: { positions: { topic: { name: string } }[] } }).event.positions;
  expect(all.filter(({ topic }) => topic.name === 'Ceasefire')).toMatchInlineSnapshot(`
    [
      {
        "date": "2025-06-02",
        "opposedBy": [],
        "party": {
          "name": "Russia",
        },
        "statement": {
          "text": "Russia does not accept an unconditional ceasefire.",
        },
        "topic": {
          "name": "Ceasefire",
        },
      },
      {
        "date": "2025-06-02",
        "opposedBy": [
          {
            "speaker": {
              "name": "Russian delegation",
            },
            "text": "Russia does not accept an unconditional ceasefire.",
          },
        ],
        "party": {
          "name": "Ukraine",
        },
        "statement": {
          "text": "The fighting must stop without conditions.",
        },
        "topic": {
          "name": "Ceasefire",
        },
      },
    ]
  `);
});
