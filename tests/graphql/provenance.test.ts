// How many independent sources stand behind something: relays are traced to their roots.
import { expect, test } from 'vitest';
import { useCorpus } from './corpus.ts';
import { actor, article, statement, thing } from './small-content.ts';

const outlets = ['one', 'two', 'three', 'four', 'five'];

const { ask } = useCorpus({
  'actors/minister.yaml': actor('PERSON', 'The Minister'),
  'sources/agency.yaml': thing('The Agency', 'kind: AGENCY'),
  'sources/other-agency.yaml': thing('The Other Agency', 'kind: AGENCY'),
  'sources/relay.yaml': thing('A Relay', 'kind: OUTLET\nisBasedOn: [second-relay]'),
  'sources/second-relay.yaml': thing('A Second Relay', 'kind: OUTLET\nisBasedOn: [agency]'),
  'sources/ring-a.yaml': thing('Ring A', 'kind: OUTLET\nisBasedOn: [ring-b]'),
  'sources/ring-b.yaml': thing('Ring B', 'kind: OUTLET\nisBasedOn: [ring-c]'),
  'sources/ring-c.yaml': thing('Ring C', 'kind: OUTLET\nisBasedOn: [ring-a]'),
  'sources/both.yaml': thing('Both', 'kind: OUTLET\nisBasedOn: [agency, other-agency]'),
  'sources/somebody.yaml': thing('Somebody', 'kind: UNIDENTIFIED'),
  ...Object.fromEntries(
    outlets.map((name) => [`sources/${name}.yaml`, thing(`Outlet ${name}`, 'kind: OUTLET')]),
  ),
  // Five reports by five outlets, all resting on one agency, four of them through relays or an attribution.
  'articles/first.md': article(
    'The dam broke.',
    `publisher: one\nisBasedOn: [agency]\nstatements:\n${statement('dam', 'The dam broke', { speaker: 'minister' })}`,
  ),
  'articles/second.md': article(
    'The dam broke.',
    `publisher: two\nisBasedOn: [relay]\nstatements:\n${statement('dam', 'The dam broke', supports())}`,
  ),
  'articles/third.md': article(
    'The dam broke.',
    `publisher: three\nisBasedOn: [second-relay]\nstatements:\n${statement('dam', 'The dam broke', supports())}`,
  ),
  'articles/fourth.md': article(
    'The dam broke.',
    `publisher: four\nstatements:\n${statement('dam', 'The dam broke', { ...supports(), attribution: [{ role: 'REPORTED_BY', source: 'agency' }] })}`,
  ),
  'articles/fifth.md': article(
    'The dam broke.',
    `publisher: five\nstatements:\n${statement('dam', 'The dam broke', {
      ...supports(),
      attribution: [
        { role: 'RELAYED_BY', source: 'relay' },
        { role: 'REPORTED_BY', source: 'other-agency' },
      ],
    })}`,
  ),
  'articles/own.md': article('It rained.', `publisher: one\nstatements:\n${statement('rain', 'It rained')}`),
  'articles/untraced.md': article(
    'It rained.',
    `statements:\n${statement('rain', 'It rained', { speaker: 'minister' })}`,
  ),
  'articles/ring.md': article('It rained.', `publisher: one\nisBasedOn: [ring-a, ring-c]`),
  'articles/two-roots.md': article('It rained.', `publisher: one\nisBasedOn: [both, relay]`),
  'articles/unnamed.md': article(
    'It rained and it was cold.',
    `publisher: one\nisBasedOn: [somebody]\nstatements:\n${statement('rain', 'It rained', { attribution: [{ role: 'RELAYED_BY', description: 'an official' }] })}\n${statement('cold', 'it was cold', { attribution: [{ role: 'RELAYED_BY', description: 'another official' }], inResponseTo: [{ statement: 'unnamed-too/rain', stance: 'SUPPORTS' }] })}`,
  ),
  'articles/unnamed-too.md': article(
    'It rained.',
    `publisher: one\nisBasedOn: [somebody]\nstatements:\n${statement('rain', 'It rained')}`,
  ),
});

function supports() {
  return { inResponseTo: [{ statement: 'first/dam', stance: 'SUPPORTS' }] };
}

const countOfArticle = async (slug: string) => {
  const { data, errors } = await ask(
    'query ($slug: String!) { article(slug: $slug) { independentSourceCount } }',
    { slug },
  );
  expect(errors).toBeUndefined();
  return (data as { article: { independentSourceCount: number } }).article.independentSourceCount;
};

const countOfStatement = async (slug: string) => {
  const { data, errors } = await ask(
    'query ($slug: String!) { statement(slug: $slug) { independentSourceCount } }',
    { slug },
  );
  expect(errors).toBeUndefined();
  return (data as { statement: { independentSourceCount: number } }).statement.independentSourceCount;
};

test('five reports that all rest on one agency count one', async () => {
  expect(await countOfStatement('first/dam')).toBe(1);
});

test.each([
  ['own', 1, 'its publisher, where it names nothing else'],
  ['untraced', 0, 'nothing to trace'],
  ['ring', 1, 'sources that rest on one another in a circle'],
  ['two-roots', 2, 'two agencies, one of them reached twice'],
  ['unnamed', 2, 'an unidentified source, and an unnamed official'],
  ['fifth', 1, 'the relay nearest to the words, traced to its agency'],
])('article %s has %i: %s', async (slug, count) => {
  expect(await countOfArticle(slug)).toBe(count);
});

test('an unidentified source counts once an article', async () => {
  expect(await countOfStatement('unnamed-too/rain')).toBe(2);
});
