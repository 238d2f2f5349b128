// Broken content, and every problem of it to the line and column.
// After a change that is meant, `npx vitest run tests/content/problems.test.ts --update` writes what is expected anew.
import { describe, expect, test } from 'vitest';
import { article, compileFiles, type Files, statement } from './folder.ts';

const person = 'type: PERSON\nname: Rustem Umerov\n';
const event = 'name: Talks\nkind: CONSULT\n';

/** The problems of files, a line each. */
async function problemsOf(files: Files): Promise<string> {
  return (await compileFiles(files)).lines.join('\n');
}

describe('keys and values', () => {
  test('an unknown key is told with the one that was meant', async () => {
    expect(
      await problemsOf({ 'topics/peace.yaml': 'name: Peace\ndescripton: No war.\n' }),
    ).toMatchInlineSnapshot(
      `"topics/peace.yaml:2:1  UNKNOWN_KEY  "descripton" is not a key of this record (did you mean "description"?)"`,
    );
  });

  test('a missing key is told with what it is for', async () => {
    expect(
      await problemsOf({
        'topics/peace.yaml': 'description: No war.\n',
        'actors/umerov.yaml': 'name: Umerov\n',
      }),
    ).toMatchInlineSnapshot(`
      "actors/umerov.yaml:1:1  MISSING_KEY  type is missing: write one of PERSON, ORGANIZATION, COUNTRY
      topics/peace.yaml:1:1  MISSING_KEY  name is missing: the name by which it is shown"
    `);
  });

  test('a word that is not in the list is told with the one that was meant', async () => {
    expect(
      await problemsOf({
        'sources/axios.yaml': 'name: Axios\nkind: OUTLETT\n',
        'sources/reuters.yaml': 'name: Reuters\nkind: agency\n',
        'actors/umerov.yaml': 'name: Umerov\ntype: PRESON\n',
        'events/talks.yaml': 'name: Talks\nkind: [CONSULT]\n',
      }),
    ).toMatchInlineSnapshot(`
      "actors/umerov.yaml:2:7  BAD_VALUE  type is "PRESON" (did you mean "PERSON"?): write one of PERSON, ORGANIZATION, COUNTRY
      events/talks.yaml:2:7  BAD_VALUE  kind is a list: write one of AGREE, CONSULT, SUPPORT, CONCEDE, COOPERATE, AID, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT, OTHER
      sources/axios.yaml:2:7  BAD_VALUE  kind is "OUTLETT" (did you mean "OUTLET"?): write one of OUTLET, AGENCY, BROADCAST, PRESS_RELEASE, SOCIAL_POST, TRANSCRIPT, DOCUMENT, UNIDENTIFIED
      sources/reuters.yaml:2:7  BAD_VALUE  kind is "agency" (did you mean "AGENCY"?): write one of OUTLET, AGENCY, BROADCAST, PRESS_RELEASE, SOCIAL_POST, TRANSCRIPT, DOCUMENT, UNIDENTIFIED"
    `);
  });

  test('a value of another sort is told with what is taken', async () => {
    expect(
      await problemsOf({
        'places/kyiv.yaml': 'name: 5\nlatitude: 91\nlongitude: .nan\nalternateName: Kiev\ndescription:\n',
        'events/talks.yaml':
          'name: true\nkind: CONSULT\ndurationIsAtMost: "yes"\nduration: 2h\nparticipants:\n  - role: PARTY\n',
        'topics/peace.yaml': 'name: ""\nsameAs: ["ftp://example.org"]\nwikidataId: q5\nqcode: "20000567"\n',
        'topics/war.yaml': 'name: [War]\nwikidataId: 212\n',
        'sources/wire.yaml': 'name: Wire\nkind: AGENCY\nurl: javascript:alert(1)\n',
        'actors/ann.yaml': `${person}offices:\n  - roleName: Mayor\n    startdate: 2025-01\n`,
        'topics/hello.yaml': 'hello\n',
        'topics/list.yaml': '- name: Peace\n',
      }),
    ).toMatchInlineSnapshot(`
      "actors/ann.yaml:5:5  UNKNOWN_KEY  "startdate" is not a key of offices[0] (did you mean "startDate"?)
      events/talks.yaml:1:7  BAD_VALUE  name is true, but takes text: put it in quotation marks
      events/talks.yaml:3:19  BAD_VALUE  durationIsAtMost is "yes", but takes true or false
      events/talks.yaml:4:11  BAD_VALUE  duration is not a duration of ISO 8601: write for example "PT2H" or "PT40M"
      events/talks.yaml:6:5  MISSING_KEY  participants[0].actor is missing: the slug of the actor
      places/kyiv.yaml:1:7  BAD_VALUE  name is the number 5, but takes text: put it in quotation marks
      places/kyiv.yaml:2:11  BAD_VALUE  latitude is more than 90, which is the most
      places/kyiv.yaml:3:12  BAD_VALUE  longitude is not a number, but takes a number
      places/kyiv.yaml:4:16  BAD_VALUE  alternateName is "Kiev", but takes a list
      places/kyiv.yaml:5:13  BAD_VALUE  description has no value: give one, or remove the key
      sources/wire.yaml:3:6  BAD_VALUE  url is not an absolute http or https URL
      topics/hello.yaml:1:1  BAD_VALUE  the record is "hello", but takes a mapping (key: value)
      topics/list.yaml:1:1  BAD_VALUE  the record is a list, but takes a mapping (key: value)
      topics/peace.yaml:1:7  BAD_VALUE  name is empty: write something, or remove the key
      topics/peace.yaml:2:10  BAD_VALUE  sameAs[0] is not an absolute http or https URL
      topics/peace.yaml:3:13  BAD_VALUE  wikidataId is not a Wikidata item: write for example "Q3874799"
      topics/peace.yaml:4:8  BAD_VALUE  qcode is not the code of an IPTC Media Topic: write for example "medtop:20000567"
      topics/war.yaml:1:7  BAD_VALUE  name is a list, but takes text
      topics/war.yaml:2:13  BAD_VALUE  wikidataId is the number 212, but takes text: put it in quotation marks"
    `);
  });

  test('limits are told in words', async () => {
    expect(
      await problemsOf({
        'topics/long.yaml': `name: ${'x'.repeat(501)}\nformerSlug: [${Array.from({ length: 101 }, (_, index) => `"${index}"`).join(', ')}]\n`,
        'articles/a.md': article(
          `image: [{ contentUrl: "https://example.org/a.jpg", width: 0 }]\nstatements:\n${statement('a', '[]')}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:5:59  BAD_VALUE  image[0].width is not more than 0
      articles/a.md:10:12  BAD_VALUE  statements[0].exact is empty: give something, or remove the key
      topics/long.yaml:1:7  BAD_VALUE  name is longer than 500 characters: shorten it
      topics/long.yaml:2:13  BAD_VALUE  formerSlug has more than 100 members: leave some out"
    `);
  });

  test('a moment needs an offset, and a language tag its usual form', async () => {
    expect(
      await problemsOf({
        'articles/a.md': '---\nheadline: A\ninLanguage: en_us\ndatePublished: 2025-05-16\n---\nText.\n',
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:3:13  BAD_VALUE  inLanguage is not a language tag of BCP 47 in its usual form: write "en-US"
      articles/a.md:4:16  BAD_DATE  datePublished is not a date and time with an offset: write for example "2025-05-16T18:30:00Z""
    `);
  });

  test('where a value may be written in two ways, the one that was meant is told about', async () => {
    const statements = [
      statement('a', '{ exact: the talks, prefx: that }'),
      statement('b', '{ prefix: that }'),
      statement('c', '[the talks, 5]'),
    ];
    expect(await problemsOf({ 'articles/a.md': article(`statements:\n${statements.join('')}`) }))
      .toMatchInlineSnapshot(`
      "articles/a.md:9:32  UNKNOWN_KEY  "prefx" is not a key of statements[0].exact (did you mean "prefix"?)
      articles/a.md:13:12  MISSING_KEY  statements[1].exact.exact is missing: the words as they stand in the text
      articles/a.md:17:24  BAD_VALUE  statements[2].exact[1] is the number 5, but takes text: put it in quotation marks"
    `);
  });

  test('names of JavaScript are keys and slugs like any other', async () => {
    expect(
      await problemsOf({
        'topics/peace.yaml': 'name: Peace\n__proto__: { broader: nothing }\nconstructor: 1\n',
        'topics/war.jsonl': '{"slug":"war","name":"War","__proto__":{"broader":"nothing"},"toString":1}\n',
        'events/talks.yaml': `${event}location: __proto__\nparticipants: [{ actor: constructor, role: PARTY, __proto__: 1 }]\n`,
        'sources/axios.yaml': 'name: Axios\nkind: constructor\n',
      }),
    ).toMatchInlineSnapshot(`
      "events/talks.yaml:3:11  BAD_VALUE  location is not a slug (lower-case letters a to z, digits and hyphens), or slugs joined by "/"
      events/talks.yaml:4:25  UNKNOWN_REFERENCE  there is no actor "constructor": add it, or mend the reference
      events/talks.yaml:4:51  UNKNOWN_KEY  "__proto__" is not a key of participants[0]
      sources/axios.yaml:2:7  BAD_VALUE  kind is "constructor": write one of OUTLET, AGENCY, BROADCAST, PRESS_RELEASE, SOCIAL_POST, TRANSCRIPT, DOCUMENT, UNIDENTIFIED
      topics/peace.yaml:2:1  UNKNOWN_KEY  "__proto__" is not a key of this record
      topics/peace.yaml:3:1  UNKNOWN_KEY  "constructor" is not a key of this record
      topics/war.jsonl:1:28  UNKNOWN_KEY  "__proto__" is not a key of this record
      topics/war.jsonl:1:62  UNKNOWN_KEY  "toString" is not a key of this record"
    `);
  });

  test('text that no answer can hold is refused', async () => {
    expect(
      await problemsOf({
        'topics/nul.yaml': 'name: "A\\0"\n',
        'topics/half.jsonl': '{"slug":"half","name":"\\ud83d"}\n',
        'topics/key.jsonl': '{"slug":"key","name":"K","na\\u0000me":1}\n',
        'articles/a.jsonl':
          '{"slug":"a","headline":"A","inLanguage":"en","datePublished":"2025-05-16T18:30:00Z","articleBody":"A \\udc00."}\n',
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.jsonl:1:99  BAD_VALUE  articleBody has half of a surrogate pair, which is no character: remove it
      topics/half.jsonl:1:23  BAD_VALUE  name has half of a surrogate pair, which is no character: remove it
      topics/key.jsonl:1:26  UNKNOWN_KEY  "na\\u0000me" is not a key of this record (did you mean "name"?)
      topics/nul.yaml:1:7  BAD_VALUE  name has a NUL character: remove it"
    `);
  });
});

describe('dates', () => {
  test('each sort of bad date has its own advice', async () => {
    expect(
      await problemsOf({
        'events/a.yaml': `${event}startDate: yesterday\n`,
        'events/b.yaml': `${event}startDate: 2025\n`,
        'events/c.yaml': `${event}startDate: 2025-21\n`,
        'events/d.yaml': `${event}startDate: 2025-02-30\n`,
        'events/e.yaml': `${event}startDate: 2025-05-25/2025-05-23\n`,
        'events/f.yaml': `${event}startDate: 2025-05-16T18:30:00\n`,
        'events/g.yaml': `${event}startDate: false\n`,
      }),
    ).toMatchInlineSnapshot(`
      "events/a.yaml:3:12  BAD_DATE  startDate: "yesterday" is not a date of EDTF level 0 or 1: write for example "2025-05-16", "2025-05", "2025-05~" or "2025-05-23/2025-05-25"
      events/b.yaml:3:12  BAD_DATE  startDate is the number 2025, and a date is text: write "2025"
      events/c.yaml:3:12  BAD_DATE  startDate: "2025-21" is a season, which is not taken: write its months, for example "2025-03/2025-05"
      events/d.yaml:3:12  BAD_DATE  startDate: "2025-02-30" is not in the calendar: write a day or a month that exists
      events/e.yaml:3:12  BAD_DATE  startDate: "2025-05-25/2025-05-23" ends before it begins: write the earlier date first
      events/f.yaml:3:12  BAD_DATE  startDate: "2025-05-16T18:30:00" has a time without an offset: write for example "2025-05-16T18:30:00Z"
      events/g.yaml:3:12  BAD_DATE  startDate is not a date: write it as text, for example "2025-05-16""
    `);
  });
});

describe('references', () => {
  test('a reference to nothing is told with the slug that was meant', async () => {
    expect(
      await problemsOf({
        'topics/peace-talks.yaml': 'name: Peace talks\n',
        'topics/ceasefire.yaml': 'name: Ceasefire\nbroader: peace-talk\n',
        'topics/war.yaml': 'name: War\nbroader: conflict\n',
      }),
    ).toMatchInlineSnapshot(`
      "topics/ceasefire.yaml:2:10  UNKNOWN_REFERENCE  there is no topic "peace-talk" (did you mean "peace-talks"?)
      topics/war.yaml:2:10  UNKNOWN_REFERENCE  there is no topic "conflict": add it, or mend the reference"
    `);
  });

  test('a person where a country is wanted is of the wrong type', async () => {
    expect(
      await problemsOf({ 'actors/umerov.yaml': person, 'places/kyiv.yaml': 'name: Kyiv\ncountry: umerov\n' }),
    ).toMatchInlineSnapshot(
      `"places/kyiv.yaml:2:10  WRONG_TYPE  "umerov" is a person, but a country is wanted here"`,
    );
  });

  test('a slug of another kind is told as such', async () => {
    expect(
      await problemsOf({
        'actors/ukraine.yaml': 'type: COUNTRY\nname: Ukraine\n',
        'places/kyiv.yaml': 'name: Kyiv\n',
        'events/talks.yaml': `${event}location: ukraine\nabout: [kyiv]\nparticipants: [{ actor: kyiv, role: HOST }]\n`,
      }),
    ).toMatchInlineSnapshot(`
      "events/talks.yaml:3:11  WRONG_TYPE  "ukraine" is a country, but a place is wanted here
      events/talks.yaml:4:9  WRONG_TYPE  "kyiv" is a place, but a topic is wanted here
      events/talks.yaml:5:25  WRONG_TYPE  "kyiv" is a place, but an actor is wanted here"
    `);
  });

  test('a former slug is told with the one of today', async () => {
    expect(
      await problemsOf({
        'actors/ministry.yaml': 'type: ORGANIZATION\nname: Ministry\nformerSlug: [office]\n',
        'topics/war.yaml': 'name: War\nformerSlug: [conflict]\n',
        'events/talks.yaml': `${event}about: [conflict]\nparticipants: [{ actor: office, role: HOST }]\n`,
      }),
    ).toMatchInlineSnapshot(`
      "events/talks.yaml:3:9  UNKNOWN_REFERENCE  "conflict" is a former slug: write "war"
      events/talks.yaml:4:25  UNKNOWN_REFERENCE  "office" is a former slug: write "ministry""
    `);
  });

  test('a reference that may lead to several kinds says to which', async () => {
    const affects =
      'affects: [statements/a/b, a/b, topic/peace, statement/b, status-change/swap/agreed, statement/a/c]';
    expect(
      await problemsOf({
        'articles/a.md': article(
          `statements:\n${statement('b', 'the talks go on')}corrections:\n  - slug: wrong\n    text: No.\n    dateCreated: 2025-05-17T08:00:00Z\n    ${affects}\n`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:14:15  WRONG_TYPE  corrections[0].affects[0]: "statements/a/b" does not name a statement or a status change: write statement/ARTICLE/STATEMENT or status-change/OUTCOME/CHANGE
      articles/a.md:14:31  WRONG_TYPE  corrections[0].affects[1]: "a/b" does not name a statement or a status change: write statement/ARTICLE/STATEMENT or status-change/OUTCOME/CHANGE
      articles/a.md:14:36  WRONG_TYPE  corrections[0].affects[2]: "topic/peace" does not name a statement or a status change: write statement/ARTICLE/STATEMENT or status-change/OUTCOME/CHANGE
      articles/a.md:14:49  WRONG_TYPE  corrections[0].affects[3]: "statement/b" does not name a statement or a status change: write statement/ARTICLE/STATEMENT or status-change/OUTCOME/CHANGE
      articles/a.md:14:62  UNKNOWN_REFERENCE  there is no status change "swap/agreed": add it, or mend the reference
      articles/a.md:14:89  UNKNOWN_REFERENCE  there is no statement "a/c" (did you mean "a/b"?)"
    `);
  });

  test('statements are named with their article, records without their folder', async () => {
    const more =
      '    speaker: actors/umerov\n    inResponseTo:\n      - { statement: b, stance: DENIES }\n      - { statement: talk/a, stance: DENIES }\n';
    expect(
      await problemsOf({
        'actors/umerov.yaml': person,
        'articles/talks.md': article(`statements:\n${statement('a', 'the talks go on', more)}`),
      }),
    ).toMatchInlineSnapshot(`
      "articles/talks.md:10:14  WRONG_TYPE  statements[0].speaker: "actors/umerov" does not name an actor: write its slug alone
      articles/talks.md:12:22  WRONG_TYPE  statements[0].inResponseTo[0].statement: "b" does not name a statement: write ARTICLE/STATEMENT
      articles/talks.md:13:22  UNKNOWN_REFERENCE  there is no statement "talk/a" (did you mean "talks/a"?)"
    `);
  });

  test('without a file that others name, each place that names it is told', async () => {
    expect(
      await problemsOf({
        'articles/a.md': article(
          `author: [umerov]\nstatements:\n${statement('a', 'the talks go on', '    speaker: umerov\n    addressees: [umerov]\n')}`,
        ),
        'articles/b.jsonl':
          '{"slug":"b","headline":"B","inLanguage":"en","datePublished":"2025-05-16T18:30:00Z","articleBody":"B."}\n' +
          '{"slug":"c","headline":"🙂","inLanguage":"en","datePublished":"2025-05-16T18:30:00Z","articleBody":"C.","author":["umerov"]}\n',
        'events/talks.yaml': `${event}participants:\n  - actor: umerov\n    role: DELEGATION_HEAD\n`,
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:5:10  UNKNOWN_REFERENCE  there is no actor "umerov": add it, or mend the reference
      articles/a.md:11:14  UNKNOWN_REFERENCE  there is no actor "umerov": add it, or mend the reference
      articles/a.md:12:18  UNKNOWN_REFERENCE  there is no actor "umerov": add it, or mend the reference
      articles/b.jsonl:2:114  UNKNOWN_REFERENCE  there is no actor "umerov": add it, or mend the reference
      events/talks.yaml:4:12  UNKNOWN_REFERENCE  there is no actor "umerov": add it, or mend the reference"
    `);
  });
});

describe('ids', () => {
  test('two files of one slug, whatever their endings and folders', async () => {
    expect(
      await problemsOf({
        'topics/peace.yaml': 'name: Peace\n',
        'topics/peace.yml': 'name: Peace\n',
        'topics/more/peace.yaml': 'name: Peace\n',
        'topics/other.jsonl': '{"slug":"war","name":"War"}\n{"slug":"peace","name":"Peace"}\n',
      }),
    ).toMatchInlineSnapshot(`
      "topics/other.jsonl:2:9  DUPLICATE_ID  the slug "peace" is taken by topics/more/peace.yaml: give one of the two another slug
      topics/peace.yaml:1:1  DUPLICATE_ID  the slug "peace" is taken by topics/more/peace.yaml: give one of the two another slug
      topics/peace.yml:1:1  DUPLICATE_ID  the slug "peace" is taken by topics/more/peace.yaml: give one of the two another slug"
    `);
  });

  test('two records of one kind with one Wikidata item, on which other graphs join', async () => {
    expect(
      await problemsOf({
        'actors/ann.yaml': `${person}wikidataId: Q5\n`,
        'actors/ben.yaml': `${person}wikidataId: Q5\n`,
        'places/town.yaml': 'name: Town\nwikidataId: Q5\n',
        'topics/all.jsonl':
          '{"slug":"one","name":"One","wikidataId":"Q7"}\n{"slug":"two","name":"Two","wikidataId":"Q7"}\n',
      }),
    ).toMatchInlineSnapshot(`
      "actors/ben.yaml:3:13  DUPLICATE_ID  the Wikidata item Q5 is that of actors/ann.yaml: correct or remove it in one of the two
      topics/all.jsonl:2:41  DUPLICATE_ID  the Wikidata item Q7 is that of topics/all.jsonl:1: correct or remove it in one of the two"
    `);
  });

  test('of two articles of one slug, the statements are not told as well', async () => {
    const same = article(`statements:\n${statement('a', 'the talks go on')}`);
    expect(await problemsOf({ 'articles/a.md': same, 'articles/2025/a.md': same })).toMatchInlineSnapshot(
      `"articles/a.md:2:1  DUPLICATE_ID  the slug "a" is taken by articles/2025/a.md: give one of the two another slug"`,
    );
  });

  test('two statements of one slug in an article', async () => {
    expect(
      await problemsOf({
        'articles/a.md': article(
          `statements:\n${statement('a', 'the talks go on')}${statement('a', 'They end')}`,
        ),
        'articles/b.jsonl':
          '{"slug":"b","headline":"B","inLanguage":"en","datePublished":"2025-05-16T18:30:00Z","articleBody":"B.","statements":[{"slug":"c","kind":"CLAIM","form":"DIRECT","exact":"B"},{"slug":"c","kind":"CLAIM","form":"DIRECT","exact":"B"}]}\n',
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:10:11  DUPLICATE_ID  the slug "a" is taken by statements[0]: give one of the two another slug
      articles/b.jsonl:1:182  DUPLICATE_ID  the slug "c" is taken by statements[0]: give one of the two another slug"
    `);
  });

  test('a former slug that another record has, and a slug that was one', async () => {
    expect(
      await problemsOf({
        'topics/a.yaml': 'name: A\nformerSlug: [old, c]\n',
        'topics/b.yaml': 'name: B\nformerSlug:\n  - older\n  - old\n',
        'topics/c.yaml': 'name: C\n',
        'articles/talks.md': article(
          `formerSlug: [meeting]\nstatements:\n${statement('a', 'the talks go on')}${statement('b', 'They end', '    formerSlug: [a]\n')}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "articles/talks.md:15:18  DUPLICATE_ID  the former slug "a" is taken by statements[0]: remove it from one of the two
      topics/b.yaml:4:5  DUPLICATE_ID  the former slug "old" is taken by topics/a.yaml as a former slug: remove it from one of the two
      topics/c.yaml:1:1  DUPLICATE_ID  the slug "c" is taken by topics/a.yaml as a former slug: give one of the two another slug"
    `);
  });

  test('persons, organizations and countries share one space of slugs', async () => {
    expect(
      await problemsOf({
        'actors/georgia.yaml': 'type: COUNTRY\nname: Georgia\nformerSlug: [georgian-republic]\n',
        'actors/people.jsonl':
          '{"slug":"georgia","type":"PERSON","name":"Georgia"}\n{"slug":"jorja","type":"PERSON","name":"Jorja","formerSlug":["georgian-republic"]}\n',
      }),
    ).toMatchInlineSnapshot(`
      "actors/people.jsonl:1:9  DUPLICATE_ID  the slug "georgia" is taken by actors/georgia.yaml: give one of the two another slug
      actors/people.jsonl:2:62  DUPLICATE_ID  the former slug "georgian-republic" is taken by actors/georgia.yaml as a former slug: remove it from one of the two"
    `);
  });

  test('a line of JSON Lines with the slug of an earlier one', async () => {
    expect(
      await problemsOf({
        'topics/all.jsonl': '{"slug":"a","name":"A"}\n{"slug":"b","name":"B"}\n\n{"name":"A","slug":"a"}\n',
      }),
    ).toMatchInlineSnapshot(
      `"topics/all.jsonl:4:20  DUPLICATE_ID  the slug "a" is taken by topics/all.jsonl:1: give one of the two another slug"`,
    );
  });
});

test('a statement that answers the same statement twice, in whichever stances', async () => {
  const answers = ['a/claim, stance: DENIES', 'a/other, stance: DENIES', 'a/claim, stance: SUPPORTS', 'a/claim, stance: DENIES'];
  expect(
    await problemsOf({
      'articles/a.md': article(
        `statements:\n${statement('claim', 'the talks go on')}${statement('other', 'They end')}${statement(
          'answer',
          'on Friday',
          `    inResponseTo:\n${answers.map((answer) => `      - { statement: ${answer} }\n`).join('')}`,
        )}`,
      ),
    }),
  ).toMatchInlineSnapshot(`
    "articles/a.md:21:22  DUPLICATE_RESPONSE  "a/claim" is answered by inResponseTo[0] already: keep one of the two, with the stance that is meant
    articles/a.md:22:22  DUPLICATE_RESPONSE  "a/claim" is answered by inResponseTo[0] already: keep one of the two, with the stance that is meant"
  `);
});

describe('anchors', () => {
  const withStatements = (body: string, ...exact: string[]) => ({
    'articles/a.md': article(
      `statements:\n${exact.map((words, index) => statement(`s${index}`, words)).join('')}`,
      body,
    ),
  });

  test('words that do not stand in the text', async () => {
    expect(await problemsOf(withStatements('Rustem Umerov spoke.', 'nothing of the kind', '" "')))
      .toMatchInlineSnapshot(`
      "articles/a.md:9:12  ANCHOR_NOT_FOUND  “nothing of the kind” does not stand in the text: copy the words letter by letter, and give a list where they are printed in several pieces
      articles/a.md:13:12  ANCHOR_NOT_FOUND  there is only white space here: copy words from the text"
    `);
  });

  test('where only case, accents, quotation marks, dashes or markup differ, the words that do stand there are told', async () => {
    const body = 'Erdoğan named the “underlying causes” – told *Axios*: nothing new.';
    expect(
      await problemsOf(
        withStatements(
          body,
          'erdoğan',
          'Erdogan named',
          `'the "underlying causes"'`,
          'causes” - told',
          '"told *Axios*"',
          '"told \\u200bAxios"',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "articles/a.md:9:12  ANCHOR_NOT_FOUND  “erdoğan” does not stand in the text, but “Erdoğan” does: copy the words letter by letter
      articles/a.md:13:12  ANCHOR_NOT_FOUND  “Erdogan named” does not stand in the text, but “Erdoğan named” does: copy the words letter by letter
      articles/a.md:17:12  ANCHOR_NOT_FOUND  “the "underlying causes"” does not stand in the text, but “the “underlying causes”” does: copy the words letter by letter
      articles/a.md:21:12  ANCHOR_NOT_FOUND  “causes” - told” does not stand in the text, but “causes” – told” does: copy the words letter by letter
      articles/a.md:25:12  ANCHOR_NOT_FOUND  “told *Axios*” does not stand in the text, but “told Axios” does: copy the words letter by letter
      articles/a.md:29:12  ANCHOR_NOT_FOUND  “told ​Axios” does not stand in the text: it has invisible characters, or the text has them; copy the words letter by letter"
    `);
  });

  test('words that the text has in pieces: where it goes on otherwise', async () => {
    const body = 'Russia is not serious about negotiating, said Podolyak, and prefers performance.';
    expect(
      await problemsOf(
        withStatements(body, 'Russia is not serious about negotiating and prefers performance'),
      ),
    ).toMatchInlineSnapshot(
      `"articles/a.md:9:12  ANCHOR_NOT_FOUND  “Russia is not serious about negotiating and prefers performa…” does not stand in the text, which goes on with “, said Podolyak, and prefers performance.” after “Russia is not serious about negotiating”: copy the words letter by letter, and give a list where they are printed in several pieces"`,
    );
  });

  test('words across two paragraphs', async () => {
    expect(
      await problemsOf(withStatements('The talks go on.\n\nThey end on Friday.', 'go on. They end')),
    ).toMatchInlineSnapshot(
      `"articles/a.md:9:12  ANCHOR_NOT_FOUND  “go on. They end” does not stand in the text: words that cross paragraphs are two anchors, so give a list"`,
    );
  });

  test('words that stand in the text more than once', async () => {
    expect(
      await problemsOf(
        withStatements(
          'They talk. They walk. They say that they talk.',
          'They',
          '{ exact: They, prefix: talk. }',
          '{ exact: They, suffix: walk }',
          '{ exact: alk, prefix: t, suffix: . }',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "articles/a.md:9:12  ANCHOR_AMBIGUOUS  “They” stands in the text 3 times: give a prefix or a suffix that only the right place has
      articles/a.md:21:21  ANCHOR_AMBIGUOUS  “alk” stands in the text 2 times: give a longer prefix or suffix that only the right place has"
    `);
  });

  test('words that stand in the text too often to be looked at', async () => {
    expect(
      await problemsOf(withStatements('a '.repeat(5000), '{ exact: a, prefix: b }')),
    ).toMatchInlineSnapshot(
      `"articles/a.md:9:21  ANCHOR_AMBIGUOUS  “a” stands in the text more than 1000 times: take more words"`,
    );
  });

  test('a prefix or a suffix that does not fit', async () => {
    expect(
      await problemsOf(
        withStatements(
          'The talks go on.',
          '{ exact: talks, prefix: A }',
          '{ exact: talks, prefix: The, suffix: end }',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "articles/a.md:9:21  ANCHOR_NOT_FOUND  “talks” stands in the text, but not after “A”: copy prefix and suffix from right before and after the words
      articles/a.md:13:21  ANCHOR_NOT_FOUND  “talks” stands in the text, but not after “The” and before “end”: copy prefix and suffix from right before and after the words"
    `);
  });

  test('in the headline and the description', async () => {
    expect(
      await problemsOf({
        'articles/a.md': article(
          `statements:\n${statement('a', '{ exact: talks, field: HEADLINE }')}${statement('b', '{ exact: talks, field: DESCRIPTION }')}${statement('c', '{ exact: Talks, field: HEADLINES }')}`,
        ),
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:9:21  ANCHOR_NOT_FOUND  “talks” does not stand in the headline, but “Talks” does: copy the words letter by letter
      articles/a.md:13:21  ANCHOR_NOT_FOUND  the article has no description: write one, or name another field
      articles/a.md:17:35  BAD_VALUE  statements[2].exact.field is "HEADLINES" (did you mean "HEADLINE"?): write one of HEADLINE, DESCRIPTION, BODY"
    `);
  });

  test('in chains of attribution, and in articles that other files name', async () => {
    expect(
      await problemsOf({
        'actors/umerov.yaml': person,
        'articles/a.md': article(
          `statements:\n${statement('a', 'the talks go on', '    attribution:\n      - role: PUBLISHED_BY\n        description: us\n      - role: SPEAKER\n        description: a source\n        exact: told us\n      - role: REPORTED_BY\n')}`,
        ),
        'events/talks.yaml': `${event}participants:\n  - { actor: umerov, role: PARTY, article: a, exact: Umerov spoke }\n  - { actor: umerov, role: PARTY, article: a }\n`,
        'outcomes/swap.yaml':
          'name: Swap\nevent: talks\nhistory:\n  - { slug: agreed, status: AGREED, date: 2025-05-16, article: a, exact: It was agreed }\n',
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:11:15  BAD_VALUE  what published the words is the last link of a chain: move it to the end
      articles/a.md:15:16  ANCHOR_NOT_FOUND  “told us” does not stand in the text: copy the words letter by letter, and give a list where they are printed in several pieces
      articles/a.md:16:9  BAD_VALUE  statements[0].attribution[2] says nobody: give an actor, a source or a description
      events/talks.yaml:4:54  ANCHOR_NOT_FOUND  “Umerov spoke” does not stand in the text of articles/a: copy the words letter by letter, and give a list where they are printed in several pieces
      events/talks.yaml:5:5  BAD_VALUE  participants[1]: article and exact go together: give both or neither
      outcomes/swap.yaml:4:74  ANCHOR_NOT_FOUND  “It was agreed” does not stand in the text of articles/a: copy the words letter by letter, and give a list where they are printed in several pieces"
    `);
  });
});

describe('hierarchies', () => {
  test('a record that is, through others, a part of itself', async () => {
    expect(
      await problemsOf({
        'topics/peace.yaml': 'name: Peace\nbroader: peace\n',
        'events/round.yaml': `${event}superEvent: series\n`,
        'events/series.yaml': `${event}superEvent: round\n`,
        'articles/a.md': article('translationOf: c\n'),
        'articles/b.md': article('translationOf: a\n'),
        'articles/c.jsonl':
          '{"slug":"c","headline":"C","inLanguage":"en","datePublished":"2025-05-16T18:30:00Z","articleBody":"C.","translationOf":"b"}\n',
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:5:16  CYCLE  translationOf leads back to the record itself (a → c → b → a): remove or change it in one of them
      events/round.yaml:3:13  CYCLE  superEvent leads back to the record itself (round → series → round): remove or change it in one of them
      topics/peace.yaml:2:10  CYCLE  broader leads back to the record itself (peace → peace): remove or change it in one of them"
    `);
  });
});

describe('front matter and body', () => {
  test('an article without front matter, or whose front matter does not end or is empty', async () => {
    expect(
      await problemsOf({
        'articles/none.md': 'The talks go on.\n',
        'articles/late.md': '\n---\nheadline: Talks\n---\nText.\n',
        'articles/open.md': '---\nheadline: Talks\n\nThe talks go on.\n',
        'articles/empty.md': '---\n---\nThe talks go on.\n',
      }),
    ).toMatchInlineSnapshot(`
      "articles/empty.md:2:1  EMPTY_FILE  there is no data here: write the record, or remove the file
      articles/late.md:1:1  NO_FRONT_MATTER  an article begins with a line "---", then its front matter in YAML, then a line "---"
      articles/none.md:1:1  NO_FRONT_MATTER  an article begins with a line "---", then its front matter in YAML, then a line "---"
      articles/open.md:1:1  NO_FRONT_MATTER  the front matter does not end: write a line "---" below it"
    `);
  });

  test('front matter over 64 KiB', async () => {
    expect(await problemsOf({ 'articles/a.md': article(`# ${'x'.repeat(65_536)}\n`) })).toMatchInlineSnapshot(
      `"articles/a.md:1:1  FRONT_MATTER_TOO_LARGE  the front matter has 65606 characters, and 65536 is the most: move the record into a file of JSON Lines"`,
    );
  });

  test('an article without text, of which the anchors are not told as well', async () => {
    expect(
      await problemsOf({
        'articles/a.md': article(`statements:\n${statement('a', 'the talks go on')}`, ''),
        'articles/b.md': article('', '&nbsp;\n\n[a]: https://example.org\n'),
        'articles/c.jsonl':
          '{"slug":"c","headline":"C","inLanguage":"en","datePublished":"2025-05-16T18:30:00Z","articleBody":" "}\n',
        'events/talks.yaml': `${event}participants: [{ actor: umerov, role: PARTY, article: a, exact: Umerov }]\n`,
        'actors/umerov.yaml': person,
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:2:1  EMPTY_BODY  the article has no text: write it below the front matter, or as articleBody in JSON Lines
      articles/b.md:2:1  EMPTY_BODY  the article has no text: write it below the front matter, or as articleBody in JSON Lines
      articles/c.jsonl:1:1  EMPTY_BODY  the article has no text: write it below the front matter, or as articleBody in JSON Lines"
    `);
  });

  test('lists that stand in one another too deep, of which text would be lost', async () => {
    expect(
      await problemsOf({ 'articles/a.md': article('', `Text.\n\n${'- '.repeat(20_000)}deep\n`) }),
    ).toMatchInlineSnapshot(
      `"articles/a.md:2:1  BAD_VALUE  the body has lists or quotations in one another more than 20 deep: make it flatter"`,
    );
  });
});

describe('YAML', () => {
  test('a key that stands twice, at any depth', async () => {
    expect(
      await problemsOf({
        'topics/peace.yaml': 'name: Peace\ndescription: No war.\nname: War\n"name": Truce\n',
        'events/talks.yaml': `${event}participants:\n  - actor: a\n    role: PARTY\n    actor: b\n`,
      }),
    ).toMatchInlineSnapshot(`
      "events/talks.yaml:6:5  DUPLICATE_KEY  the key "actor" stands twice: keep one of them
      topics/peace.yaml:3:1  DUPLICATE_KEY  the key "name" stands twice: keep one of them
      topics/peace.yaml:4:1  DUPLICATE_KEY  the key "name" stands twice: keep one of them"
    `);
  });

  test('slips are told where they are, with what to do', async () => {
    expect(
      await problemsOf({
        'topics/alias.yaml': 'name: *Peace* talks\n',
        'topics/at.yaml': 'name: @peace\n',
        'topics/bracket.yaml': 'name: Peace\nsameAs: [https://example.org\nbroader: talks\n',
        'topics/colon.yaml': 'name: Peace: a history\n',
        'topics/directive.yaml': '%peace\n---\nname: Peace\n',
        'topics/documents.yaml': 'name: Peace\n---\nname: War\n',
        'topics/escape.yaml': 'name: "C:\\peace"\n',
        'topics/indent.yaml': 'name: Peace\n  description: No war.\n',
        'topics/quote.yaml': 'name: "Peace\ndescription: No war.\n',
        'topics/tab.yaml': 'name: Peace\nsameAs:\n\t- https://example.org\n',
        'topics/tag.yaml': 'name: !Viva Peace\n',
      }),
    ).toMatchInlineSnapshot(`
      "topics/alias.yaml:1:7  BAD_YAML  "*" begins an alias, and there is no "&Peace*" above: put a text that begins with "*" in quotation marks
      topics/at.yaml:1:7  BAD_YAML  a text cannot begin with this character: put it in quotation marks
      topics/bracket.yaml:2:9  BAD_YAML  the bracket that opens here is not closed: close it, and indent what stands between
      topics/colon.yaml:1:7  BAD_YAML  a mapping cannot begin here: a text that has ": " in it needs quotation marks
      topics/directive.yaml:1:1  BAD_YAML  a line that begins with "%" is a directive of YAML: remove it, or put the text in quotation marks
      topics/documents.yaml:2:1  BAD_YAML  a file holds one record: move what follows "---" into a file of its own
      topics/escape.yaml:1:10  BAD_YAML  this backslash begins nothing that YAML knows: write "\\\\" for a backslash, or use single quotation marks
      topics/indent.yaml:1:7  BAD_YAML  a mapping cannot begin here: a text that has ": " in it needs quotation marks
      topics/quote.yaml:1:7  BAD_YAML  the quotation mark that opens here is not closed: close it
      topics/tab.yaml:3:1  BAD_YAML  a tab cannot indent YAML: use spaces
      topics/tag.yaml:1:7  BAD_YAML  "!" begins a tag, and tags are not taken: put a text that begins with "!" in quotation marks"
    `);
  });

  test('places count lines of the file and columns in code points', async () => {
    expect(
      await problemsOf({
        'articles/a.md':
          '---\nheadline: Talks\r\ninLanguage: en\r\ndatePublished: 2025-05-16T18:30:00Z\r\nabout: [😀]\r\nimage: [{ caption: "😀😀", foo: 1 }]\r\n---\r\nText.\r\n',
        'topics/all.jsonl': '{"slug":"a","name":"😀😀","foo":1}\n',
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:5:9  BAD_VALUE  about[0] is not a slug (lower-case letters a to z, digits and hyphens), or slugs joined by "/"
      articles/a.md:6:9  MISSING_KEY  image[0].contentUrl is missing: where the picture itself is
      articles/a.md:6:26  UNKNOWN_KEY  "foo" is not a key of image[0]
      topics/all.jsonl:1:25  UNKNOWN_KEY  "foo" is not a key of this record"
    `);
  });

  test('aliases nine deep, and 20,000 brackets in one another', async () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const members = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*a${level - 1}`));
      return `a${level}: &a${level} [${members.join(', ')}]\n`;
    });
    expect(
      await problemsOf({
        'topics/aliases.yaml': levels.join(''),
        'topics/open.yaml': `name: ${'['.repeat(20_000)}\n`,
        'topics/closed.yaml': `name: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
        'topics/maps.yaml': Array.from({ length: 1500 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
        'topics/some.yaml': `name: ${'{ a: '.repeat(150)}${'}'.repeat(150)}\n`,
        'topics/json.jsonl': `{"slug":"json","name":${'['.repeat(20_000)}${']'.repeat(20_000)}}\n`,
        'articles/a.md': article(`about: ${'['.repeat(20_000)}\n`),
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:2:1  BAD_YAML  the data is nested too deeply
      topics/aliases.yaml:1:1  BAD_YAML  aliases (*name) repeat too much here: write the values out
      topics/closed.yaml:1:1  BAD_YAML  the data is nested too deeply
      topics/json.jsonl:1:23  BAD_VALUE  name is nested deeper than 100 levels
      topics/maps.yaml:1:1  BAD_YAML  the data is nested too deeply
      topics/open.yaml:1:1  BAD_YAML  the data is nested too deeply
      topics/some.yaml:1:7  BAD_VALUE  name is nested deeper than 100 levels"
    `);
  });
});

describe('files and folders', () => {
  test('an empty file, and one with comments only', async () => {
    expect(
      await problemsOf({
        'topics/a.yaml': '',
        'topics/b.yaml': '# nothing yet\n',
        'topics/c.jsonl': '\n \n',
        'articles/a.md': '',
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:1:1  EMPTY_FILE  there is no data here: write the record, or remove the file
      topics/a.yaml:1:1  EMPTY_FILE  there is no data here: write the record, or remove the file
      topics/b.yaml:1:1  EMPTY_FILE  there is no data here: write the record, or remove the file
      topics/c.jsonl:1:1  EMPTY_FILE  there is no data here: write the records, or remove the file"
    `);
  });

  test('files and folders where no record lies', async () => {
    expect(
      await problemsOf({
        'actor/umerov.yaml': person,
        'pictures/a.jpg': 'x',
        'peace.yaml': 'name: Peace\n',
        'topics/README.md': '# Topics\n',
        'topics/war.txt': 'name: War\n',
        'topics/TRUCE.YAML': 'name: Truce\n',
        'articles/a.markdown': article(''),
        'articles/a.yaml': 'headline: A\n',
      }),
    ).toMatchInlineSnapshot(`
      "actor/:1:1  UNKNOWN_FILE  no kind of record has the folder "actor" (did you mean "actors"?): the folders are actors, articles, events, outcomes, places, sources, topics
      articles/a.markdown:1:1  UNKNOWN_FILE  a file in articles/ ends with .md, .jsonl: rename or remove this one
      articles/a.yaml:1:1  UNKNOWN_FILE  a file in articles/ ends with .md, .jsonl: rename or remove this one
      peace.yaml:1:1  UNKNOWN_FILE  records lie in the folders actors, articles, events, outcomes, places, sources, topics: move the file into the one of its kind
      pictures/:1:1  UNKNOWN_FILE  no kind of record has the folder "pictures": the folders are actors, articles, events, outcomes, places, sources, topics
      topics/README.md:1:1  UNKNOWN_FILE  a file in topics/ ends with .yaml, .yml, .jsonl: rename or remove this one
      topics/TRUCE.YAML:1:1  UNKNOWN_FILE  a file in topics/ ends with .yaml, .yml, .jsonl: rename or remove this one
      topics/war.txt:1:1  UNKNOWN_FILE  a file in topics/ ends with .yaml, .yml, .jsonl: rename or remove this one"
    `);
  });

  test('names of files that cannot be slugs', async () => {
    expect(
      await problemsOf({
        'topics/Ünïcode.yaml': 'name: A\n',
        'topics/Peace Talks.yaml': 'name: B\n',
        'topics/v1..yaml': 'name: C\n',
        'topics/Große Fähren.yaml': 'name: F\n',
        'topics/мир.yaml': 'name: D\n',
        'topics/two\nlines\u202e.yaml': 'name: E\n',
      }),
    ).toMatchInlineSnapshot(`
      "topics/Große Fähren.yaml:1:1  BAD_FILE_NAME  "Große Fähren" cannot be the slug of a record, which has lower-case letters a to z, digits and hyphens only: rename the file, for example to "grosse-fahren"
      topics/Peace Talks.yaml:1:1  BAD_FILE_NAME  "Peace Talks" cannot be the slug of a record, which has lower-case letters a to z, digits and hyphens only: rename the file, for example to "peace-talks"
      topics/two\\u000alines\\u202e.yaml:1:1  BAD_FILE_NAME  "two\\nlines\\u202e" cannot be the slug of a record, which has lower-case letters a to z, digits and hyphens only: rename the file, for example to "two-lines"
      topics/v1..yaml:1:1  BAD_FILE_NAME  "v1." cannot be the slug of a record, which has lower-case letters a to z, digits and hyphens only: rename the file, for example to "v1"
      topics/Ünïcode.yaml:1:1  BAD_FILE_NAME  "Ünïcode" cannot be the slug of a record, which has lower-case letters a to z, digits and hyphens only: rename the file, for example to "unicode"
      topics/мир.yaml:1:1  BAD_FILE_NAME  "мир" cannot be the slug of a record, which has lower-case letters a to z, digits and hyphens only: rename the file"
    `);
  });

  test('links that lead out of the folder, to folders, and nowhere', async () => {
    expect(
      await problemsOf({
        'topics/hosts.yaml': { link: '/etc/hosts' },
        'topics/folder': { link: '../places' },
        'topics/away': { link: '/etc' },
        'topics/nowhere.yaml': { link: 'nothing.yaml' },
        'topics/round.yaml': { link: 'round.yaml' },
        'topics/beside.yaml': { link: '../../beside/peace.yaml' },
        '../beside/peace.yaml': 'name: Peace\n',
        sources: { link: '/etc' },
        places: null,
      }),
    ).toMatchInlineSnapshot(`
      "sources/:1:1  OUTSIDE_CONTENT  the link leads out of the content folder: copy what it leads to here instead
      topics/away/:1:1  OUTSIDE_CONTENT  the link leads out of the content folder: copy what it leads to here instead
      topics/beside.yaml:1:1  OUTSIDE_CONTENT  the link leads out of the content folder: copy what it leads to here instead
      topics/folder/:1:1  UNKNOWN_FILE  this is no plain file, and links to folders are not followed: put the files themselves here
      topics/hosts.yaml:1:1  OUTSIDE_CONTENT  the link leads out of the content folder: copy what it leads to here instead
      topics/nowhere.yaml:1:1  UNREADABLE_FILE  the link leads nowhere (ENOENT): check that it exists and may be read
      topics/round.yaml:1:1  UNREADABLE_FILE  the link leads nowhere (ELOOP): check that it exists and may be read"
    `);
  });

  test('bytes that are no text', async () => {
    expect(
      await problemsOf({
        'topics/nul.yaml': Buffer.from('name: A\ndescription: \0\n'),
        'topics/latin.yaml': Buffer.from('name: A\ndescription: Caf\xe9 society\n', 'latin1'),
        'topics/utf16.yaml': Buffer.from('\ufeffname: A\n', 'utf16le'),
        'topics/cut.yaml': Buffer.from('name: é').subarray(0, 7),
        'topics/lines.jsonl': Buffer.from('{"slug":"a","name":"A"}\n{"slug":"b","name":"\xe9"}\n', 'latin1'),
      }),
    ).toMatchInlineSnapshot(`
      "topics/cut.yaml:1:1  UNREADABLE_FILE  the file is not UTF-8 at its end: save it whole, in that encoding
      topics/latin.yaml:2:1  UNREADABLE_FILE  the file is not UTF-8 here: save it in that encoding
      topics/lines.jsonl:2:1  UNREADABLE_FILE  the file is not UTF-8 here: save it in that encoding
      topics/nul.yaml:2:1  UNREADABLE_FILE  the file has a NUL byte here, so it is not text: save it as UTF-8
      topics/utf16.yaml:1:1  UNREADABLE_FILE  the file is UTF-16: save it as UTF-8"
    `);
  });

  test('a file of 3 MB, and a line of as much', async () => {
    expect(
      await problemsOf({
        'topics/large.yaml': `name: A\n# ${'x'.repeat(3_000_000)}\n`,
        'topics/lines.jsonl': `{"slug":"a","name":"A"}\n{"slug":"b","name":"${'x'.repeat(3_000_000)}"}\n`,
      }),
    ).toMatchInlineSnapshot(`
      "topics/large.yaml:1:1  UNREADABLE_FILE  the file has 3000011 bytes, and 2097152 is the most: split it, or write large archives as JSON Lines
      topics/lines.jsonl:2:1  UNREADABLE_FILE  the line is longer than 2097152 characters: split the record"
    `);
  });
});

describe('JSON Lines', () => {
  const whole = (slug: string) =>
    `{"slug":"${slug}","headline":"A","inLanguage":"en","datePublished":"2025-05-16T18:30:00Z","articleBody":"A."}\n`;

  test('a line that is broken does not keep the others from being compiled', async () => {
    const { lines, entries } = await compileFiles({
      'articles/all.jsonl': `${whole('a')}{"slug":"b","headline":\n${whole('c')}[]\n"d"\n${whole('e')}`,
    });
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "articles/all.jsonl:2:1  BAD_JSON  this is not well-formed JSON: a line is one JSON object, complete on its line
      articles/all.jsonl:4:1  BAD_JSON  a line of JSON Lines is one JSON object: write { and } around its keys and values
      articles/all.jsonl:5:1  BAD_JSON  a line of JSON Lines is one JSON object: write { and } around its keys and values"
    `);
    expect(entries.map(({ record }) => record.id)).toEqual(['Article:a', 'Article:c', 'Article:e']);
  });

  test('a line without slug or text, with a key twice, or with a key of other kinds', async () => {
    expect(
      await problemsOf({
        'articles/all.jsonl': `{"headline":"A"}\n{"slug":"A b","articleBody":7}\n`,
        'topics/all.jsonl':
          '{"slug":"a","name":"A","name":"B"}\n{"slug":"b","name":"B","articleBody":"B."}\n{"slug":5,"name":"C"}\n',
      }),
    ).toMatchInlineSnapshot(`
      "articles/all.jsonl:1:1  MISSING_KEY  articleBody is missing: each line has the Markdown of its article
      articles/all.jsonl:1:1  MISSING_KEY  datePublished is missing: when it was published
      articles/all.jsonl:1:1  MISSING_KEY  inLanguage is missing: the language in which it is written
      articles/all.jsonl:1:1  MISSING_KEY  slug is missing: each line has the slug of its record
      articles/all.jsonl:2:1  MISSING_KEY  datePublished is missing: when it was published
      articles/all.jsonl:2:1  MISSING_KEY  headline is missing: the headline
      articles/all.jsonl:2:1  MISSING_KEY  inLanguage is missing: the language in which it is written
      articles/all.jsonl:2:9  BAD_VALUE  slug is not a slug, which has lower-case letters a to z, digits and hyphens only
      articles/all.jsonl:2:29  BAD_VALUE  articleBody is the number 7, but takes text: put it in quotation marks
      topics/all.jsonl:1:24  DUPLICATE_KEY  the key "name" stands twice: keep one of them
      topics/all.jsonl:2:24  UNKNOWN_KEY  "articleBody" is not a key of this record
      topics/all.jsonl:3:9  BAD_VALUE  slug is the number 5, but takes text: put it in quotation marks"
    `);
  });
});

describe('all in one pass', () => {
  test('a record that is wrong in one place is looked at in all others', async () => {
    expect(
      await problemsOf({
        'articles/a.md': article(
          `statements:\n${statement('a', 'nothing', '    speaker: nobody\n').replace('CLAIM', 'CLIAM')}${statement('b', 'nothing', '    speaker: nobody\n')}${statement('b', 'They end')}publisher: nobody\n`,
        ),
        'topics/peace.yaml': 'nme: Peace\nname: Peace\nbroader: war\n',
      }),
    ).toMatchInlineSnapshot(`
      "articles/a.md:7:11  BAD_VALUE  statements[0].kind is "CLIAM" (did you mean "CLAIM"?): write one of CLAIM, DENIAL, DEMAND, PROPOSAL, COMMITMENT, THREAT, ACCUSATION, REJECTION, ENDORSEMENT, CONCESSION, QUESTION, PREDICTION, ANNOUNCEMENT, OPINION
      articles/a.md:14:12  ANCHOR_NOT_FOUND  “nothing” does not stand in the text: copy the words letter by letter, and give a list where they are printed in several pieces
      articles/a.md:15:14  UNKNOWN_REFERENCE  there is no actor "nobody": add it, or mend the reference
      articles/a.md:16:11  DUPLICATE_ID  the slug "b" is taken by statements[1]: give one of the two another slug
      articles/a.md:20:12  UNKNOWN_REFERENCE  there is no source "nobody": add it, or mend the reference
      topics/peace.yaml:1:1  UNKNOWN_KEY  "nme" is not a key of this record (did you mean "name"?)
      topics/peace.yaml:3:10  UNKNOWN_REFERENCE  there is no topic "war": add it, or mend the reference"
    `);
  });

  test('the problems of several files come sorted, each once', async () => {
    expect(
      await problemsOf({
        'topics/b.yaml': 'nam: B\nname: B\nqcode: 5\n',
        'topics/a.yaml': 'name: A\nbroader: c\nfoo: 1\n',
        'stray.yaml': '',
        'articles/z.md': 'Text.\n',
        'actors/x.yaml': 'type: PERSON\nname: [\n',
      }),
    ).toMatchInlineSnapshot(`
      "actors/x.yaml:2:7  BAD_YAML  the bracket that opens here is not closed: close it, and indent what stands between
      articles/z.md:1:1  NO_FRONT_MATTER  an article begins with a line "---", then its front matter in YAML, then a line "---"
      stray.yaml:1:1  UNKNOWN_FILE  records lie in the folders actors, articles, events, outcomes, places, sources, topics: move the file into the one of its kind
      topics/a.yaml:2:10  UNKNOWN_REFERENCE  there is no topic "c": add it, or mend the reference
      topics/a.yaml:3:1  UNKNOWN_KEY  "foo" is not a key of this record
      topics/b.yaml:1:1  UNKNOWN_KEY  "nam" is not a key of this record (did you mean "name"?)
      topics/b.yaml:3:8  BAD_VALUE  qcode is the number 5, but takes text: put it in quotation marks"
    `);
  });

  test('what is missing only because its own file is broken is not told again', async () => {
    const { lines } = await compileFiles({
      // Each of these is broken in its own way.
      'actors/yaml.yaml': 'name: [\n',
      'actors/shape.yaml': 'nam: B\ntype: PERSON\n',
      'actors/ending.txt': person,
      'actors/Name.yaml': person,
      'actors/bytes.yaml': Buffer.from([0xff, 0xfe, 0x00]),
      'actors/away.yaml': { link: '/etc/hosts' },
      'actors/lines.jsonl': '{"slug":"line","type":"PERSON",\n',
      'articles/broken.md': 'No front matter.\n',
      'articles/half.md': article(
        `statements:\n${statement('gone', 'the talks go on').replace('INDIRECT', 'INDIRCT')}${statement('kept', 'They end')}`,
      ),
      'place/kyiv.yaml': 'name: Kyiv\n',
      // And these name them.
      'events/talks.yaml': `${event}location: kyiv\nparticipants:\n${[
        'yaml',
        'shape',
        'ending',
        'name',
        'bytes',
        'away',
        'line',
      ]
        .map((actor) => `  - { actor: ${actor}, role: PARTY }\n`)
        .join('')}`,
      'outcomes/swap.yaml':
        'name: Swap\nevent: talks\nhistory:\n  - { slug: agreed, status: AGREED, date: 2025-05-16, article: broken, exact: It was agreed }\n',
      'articles/correction.md': article(
        'corrections:\n  - slug: wrong\n    text: No.\n    dateCreated: 2025-05-17T08:00:00Z\n    affects: [status-change/swap/agreed, statement/broken/a, statement/half/gone, statement/half/kept]\n',
      ),
    });
    expect(lines.filter((line) => /^(?:events|outcomes|articles\/correction)/.test(line))).toEqual([]);
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "actors/Name.yaml:1:1  BAD_FILE_NAME  "Name" cannot be the slug of a record, which has lower-case letters a to z, digits and hyphens only: rename the file, for example to "name"
      actors/away.yaml:1:1  OUTSIDE_CONTENT  the link leads out of the content folder: copy what it leads to here instead
      actors/bytes.yaml:1:1  UNREADABLE_FILE  the file is UTF-16: save it as UTF-8
      actors/ending.txt:1:1  UNKNOWN_FILE  a file in actors/ ends with .yaml, .yml, .jsonl: rename or remove this one
      actors/lines.jsonl:1:32  BAD_JSON  this is not well-formed JSON: a line is one JSON object, complete on its line
      actors/shape.yaml:1:1  MISSING_KEY  name is missing: the name by which it is shown
      actors/shape.yaml:1:1  UNKNOWN_KEY  "nam" is not a key of this record (did you mean "name"?)
      actors/yaml.yaml:1:7  BAD_YAML  the bracket that opens here is not closed: close it, and indent what stands between
      articles/broken.md:1:1  NO_FRONT_MATTER  an article begins with a line "---", then its front matter in YAML, then a line "---"
      articles/half.md:8:11  BAD_VALUE  statements[0].form is "INDIRCT" (did you mean "INDIRECT"?): write one of DIRECT, MIXED, INDIRECT
      place/:1:1  UNKNOWN_FILE  no kind of record has the folder "place" (did you mean "places"?): the folders are actors, articles, events, outcomes, places, sources, topics"
    `);
  });
});
