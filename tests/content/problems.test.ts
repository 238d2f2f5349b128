// Broken content, and every problem of it to the line and column.
// After a change that is meant, `npx vitest run tests/content/problems.test.ts --update` writes the expected problems anew.
import { expect, test } from 'vitest';
import { compileFolder, type FileContent, writeFolder } from './folder.ts';

const PERSON = 'type: PERSON\nname: Ann Example\n';
const TOPIC = 'name: Ferries\n';
const EVENT = 'name: Talks\nkind: CONSULT\n';

/** An article: its body, and lines of its front matter beyond the required ones. */
function article(body: string, ...more: string[]): string {
  return ['---', 'headline: A headline', 'inLanguage: en', 'datePublished: 2025-01-01T00:00:00Z', ...more, '---', body, ''].join('\n');
}

function said(...more: string[]): string[] {
  return ['statements:', '  - slug: one', '    kind: CLAIM', '    form: INDIRECT', ...more.map((line) => `    ${line}`)];
}

const aliases = Array.from({ length: 9 }, (_, depth) => `a${depth}: &a${depth} [${Array.from({ length: 9 }, () => (depth === 0 ? 'x' : `*a${depth - 1}`)).join(', ')}]`);

const trees: Readonly<Record<string, Readonly<Record<string, FileContent>>>> = {
  'an unknown key, near a known one': { 'topics/ferries.yaml': 'name: Ferries\ndescripton: Boats\n' },
  'an unknown key, deep inside': { 'actors/ann.yaml': `${PERSON}offices:\n  - roleName: Mayor\n    startdate: 2025\n` },
  'a missing key': { 'events/talks.yaml': 'name: Talks\n' },
  'a key without a value': { 'topics/ferries.yaml': 'name:\n' },
  'a word that is none of the list': { 'events/talks.yaml': 'name: Talks\nkind: CONSULTT\n' },
  'a list where text belongs': { 'topics/ferries.yaml': 'name: [Ferries]\n' },
  'a wrong type of actor': { 'actors/ann.yaml': 'type: PERSONN\nname: Ann\n' },
  'a date that does not exist': { 'events/talks.yaml': `${EVENT}startDate: 2025-02-30\n` },
  'a season': { 'events/talks.yaml': `${EVENT}startDate: 2025-21\n` },
  'an interval that ends before it begins': { 'events/talks.yaml': `${EVENT}startDate: 2025-05/2025-04\n` },
  'a year as a number': { 'events/talks.yaml': `${EVENT}startDate: 2025\n` },
  'a moment without an offset': { 'articles/a.md': article('Text.').replace('00:00Z', '00:00') },
  'a language tag in the wrong case': { 'articles/a.md': article('Text.').replace('inLanguage: en', 'inLanguage: EN-us') },
  'a URL that is none': { 'sources/wire.yaml': 'name: Wire\nkind: AGENCY\nurl: javascript:alert(1)\n' },
  'a Wikidata id that is none': { 'topics/ferries.yaml': 'name: Ferries\nwikidataId: 212\n' },
  'a reference to nothing, near something': { 'topics/ferries.yaml': TOPIC, 'articles/a.md': article('Text.', 'about: [fery, ferrys]') },
  'a reference to a record of another kind': { 'topics/ferries.yaml': TOPIC, 'articles/a.md': article('Text.', 'publisher: ferries') },
  'a reference to an actor of another type': { 'actors/ann.yaml': PERSON, 'actors/bob.yaml': 'type: PERSON\nname: Bob\nnationality: [ann]\n' },
  'a reference to a former slug': { 'topics/boats.yaml': 'name: Boats\nformerSlug: [ferries]\n', 'articles/a.md': article('Text.', 'about: [ferries]') },
  'a correction of something that cannot be corrected': { 'topics/ferries.yaml': TOPIC, 'articles/a.md': article('Text.', 'corrections:', '  - { slug: c, text: Wrong., dateCreated: 2025-01-02T00:00:00Z, affects: [topic/ferries, statment/a/one] }') },
  'a removed file, and everybody who refers to it': {
    'articles/a.md': article('Ann spoke.', 'author: [ann]', ...said('exact: Ann spoke', 'speaker: ann', 'addressees: [ann]')),
    'events/talks.yaml': `${EVENT}participants:\n  - actor: ann\n    role: PARTY\n`,
    'outcomes/deal.yaml': 'name: Deal\nevent: talks\nparties: [{ actor: ann, role: PARTY }]\n',
  },
  'a record whose own problems are told once': { 'actors/ann.yaml': 'type: PERSON\n', 'articles/a.md': article('Ann spoke.', 'author: [ann]') },
  'two files of one slug': { 'topics/ferries.yaml': TOPIC, 'topics/ferries.yml': TOPIC },
  'two actors of different types with one slug': { 'actors/ann.yaml': PERSON, 'actors/more/ann.yaml': 'type: ORGANIZATION\nname: Ann Ltd\n' },
  'two statements of one slug': { 'articles/a.md': article('Text.', ...said('exact: Text'), '  - { slug: one, kind: CLAIM, form: INDIRECT, exact: Text }') },
  'a former slug that another record has': { 'topics/boats.yaml': 'name: Boats\nformerSlug: [ferries]\n', 'topics/ferries.yaml': TOPIC },
  'words that are not in the text': { 'articles/a.md': article('The ferry runs.', ...said('exact: The ferry stops')) },
  'words in another case': { 'articles/a.md': article('The ferry runs.', ...said('exact: the FERRY runs')) },
  'straight quotation marks for typographic ones': { 'articles/a.md': article('It is “late” again.', ...said(`exact: 'is "late" again'`)) },
  'words across paragraphs': { 'articles/a.md': article('It is late.\n\nIt is dark.', ...said('exact: It is late. It is dark.')) },
  'words that stand there twice': { 'articles/a.md': article('It is late. Yes, it is late.', ...said('exact: is late')) },
  'words with a prefix that does not fit': { 'articles/a.md': article('It is late. Yes, it is late.', ...said('exact: { exact: is late, prefix: "No, it" }')) },
  'words that are not in the headline': { 'articles/a.md': article('Late.', ...said('exact: { exact: Late, field: HEADLINE }')) },
  'evidence that is not in the article': {
    'events/talks.yaml': EVENT,
    'articles/a.md': article('They agreed.'),
    'outcomes/deal.yaml': 'name: Deal\nevent: talks\nhistory:\n  - slug: agreed\n    status: AGREED\n    date: 2025-01-01\n    article: a\n    exact: They disagreed\n',
  },
  'topics in a circle': { 'topics/a.yaml': 'name: A\nbroader: b\n', 'topics/b.yaml': 'name: B\nbroader: c\n', 'topics/c.yaml': 'name: C\nbroader: a\n' },
  'an event that is a part of itself': { 'events/talks.yaml': `${EVENT}superEvent: talks\n` },
  'no front matter': { 'articles/a.md': 'Just text.\n' },
  'front matter that does not end': { 'articles/a.md': '---\nheadline: A\n\nText.\n' },
  'front matter that is too long': { 'articles/a.md': article('Text.', `description: ${'x'.repeat(66_000)}`) },
  'an article without text': { 'articles/a.md': article('   ') },
  'a key that stands twice': { 'topics/ferries.yaml': 'name: Ferries\ndescription: Boats\nname: Boats\n' },
  'a tab as indentation': { 'actors/ann.yaml': `${PERSON}offices:\n\t- roleName: Mayor\n` },
  'two documents in a file': { 'topics/ferries.yaml': 'name: Ferries\n---\nname: Boats\n' },
  'brackets that do not close': { 'topics/ferries.yaml': 'name: Ferries\nalternateName: [Boats\n' },
  'aliases nine deep': { 'topics/ferries.yaml': `${aliases.join('\n')}\nname: *a8\n` },
  'brackets 20,000 deep': { 'topics/ferries.yaml': `name: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n` },
  'an empty file': { 'topics/ferries.yaml': '' },
  'a file of comments': { 'topics/ferries.yaml': '# nothing yet\n' },
  'keys that are traps': { 'topics/ferries.yaml': 'name: Ferries\n__proto__: { polluted: true }\nconstructor: x\n' },
  'a NUL character': { 'topics/ferries.yaml': 'name: "Fer\\0ries"\n' },
  'a NUL byte': { 'topics/ferries.yaml': Uint8Array.of(0x6e, 0x00, 0x6d) },
  'bytes that are not UTF-8': { 'topics/ferries.yaml': Uint8Array.of(0x6e, 0x61, 0xc3, 0x28) },
  'a file that is too large': { 'topics/ferries.yaml': `name: ${'x'.repeat(3_000_000)}` },
  'a file beside the folders': { 'ferries.yaml': TOPIC },
  'a folder of no kind': { 'topic/ferries.yaml': TOPIC },
  'an ending that is not read': { 'topics/ferries.json': '{}', 'articles/a.yaml': 'headline: A\n' },
  'a name that cannot be a slug': { 'topics/Große Fähren.yaml': TOPIC },
  'a link out of the folder': { 'topics/ferries.yaml': { link: '/etc/hostname' } },
  'a link to a folder': { 'topics/more': { link: '..' } },
  'a link to nothing': { 'topics/ferries.yaml': { link: 'nowhere.yaml' } },
  'lines of JSON, some of them broken': {
    'topics/all.jsonl': '{"slug":"ferries","name":"Ferries"}\n{"slug":"boats",\n[]\n{"name":"Ships"}\n{"slug":"Ships","name":"Ships"}\n\n{"slug":"ferries","name":"Again"}\n{"slug":"trams","name":"Trams","broader":"tram"}\n',
    'articles/all.jsonl': '{"slug":"a","headline":"A","inLanguage":"en","datePublished":"2025-01-01T00:00:00Z"}\n{"slug":"b","headline":"B \\ud800","inLanguage":"en","datePublished":"2025-01-01T00:00:00Z","articleBody":"Text."}\n',
  },
  'problems in many files at once': {
    'topics/ferries.yaml': 'nam: Ferries\n',
    'actors/ann.yaml': `${PERSON}sameAs: [ann]\n`,
    'events/talks.yaml': `${EVENT}about: [boats]\nlocation: harbour\n`,
    'articles/a.md': article('Text.', 'genre: NEWS', 'about: [ferries]'),
  },
};

test.each(Object.entries(trees))('%s', async (name, files) => {
  const { lines } = await compileFolder(writeFolder(files));
  expect(lines).not.toEqual([]);
  const path = `./problems/${name.replaceAll(/[^a-zA-Z0-9]+/g, '-').toLowerCase()}.txt`;
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(path);
});
