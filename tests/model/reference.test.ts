// How files name records.
import { describe, expect, test } from 'vitest';
import { reference, slugFrom, targetOf } from '../../src/model/reference.ts';

describe('a reference', () => {
  const actor = reference('actor');
  const statement = reference('statement');
  const either = reference('statement', 'statusChange');
  const messageOf = (schema: typeof actor, written: string) => {
    const issues = schema.safeParse(written).error?.issues ?? [];
    return issues.map(({ message }) => message);
  };

  test('is a slug, with that of the whole before that of a part, and with a kind where several are meant', () => {
    expect([
      actor.parse('umerov'),
      statement.parse('talks/a'),
      either.parse('statement/talks/a'),
      either.parse('status-change/swap/agreed'),
    ]).toHaveLength(4);
    expect(targetOf('umerov', ['actor'])).toEqual({ target: 'actor', slug: 'umerov' });
    expect(targetOf('talks/a', ['statement'])).toEqual({ target: 'statement', slug: 'talks/a' });
    expect(targetOf('status-change/swap/agreed', ['statement', 'statusChange'])).toEqual({
      target: 'statusChange',
      slug: 'swap/agreed',
    });
  });

  test.each([
    [actor, 'actors/umerov', '"actors/umerov" does not name an actor: write its slug alone'],
    [statement, 'a', '"a" does not name a statement: write ARTICLE/STATEMENT'],
    [
      statement,
      'statement/talks/a',
      '"statement/talks/a" does not name a statement: write ARTICLE/STATEMENT',
    ],
    [
      either,
      'talks/a',
      '"talks/a" does not name a statement or a status change: write statement/ARTICLE/STATEMENT or status-change/OUTCOME/CHANGE',
    ],
    [
      either,
      'constructor/talks/a',
      '"constructor/talks/a" does not name a statement or a status change: write statement/ARTICLE/STATEMENT or status-change/OUTCOME/CHANGE',
    ],
  ])('of another form says which it takes (%#)', (schema, written, message) => {
    expect(messageOf(schema, written)).toEqual([message]);
  });

  test.each([
    '',
    '/',
    'a/',
    '/a',
    'a//b',
    'A',
    'ä',
    'a b',
    '../a',
    'a/../b',
    '__proto__',
    'a\n',
    `${'a'.repeat(401)}`,
  ])('%j is none', (written) => {
    expect(messageOf(actor, written)).toHaveLength(1);
    expect(messageOf(statement, written)).toHaveLength(1);
  });
});

test.each([
  ['talks-2025', 'talks-2025'],
  ['Ünïcode', 'unicode'],
  ['Große Fähren', 'grosse-fahren'],
  ['Łódź & Sønderborg', 'lodz-sonderborg'],
  ['ﬁnal.draft (2)', 'final-draft-2'],
  ['--', '--'],
  ['мир', undefined],
  ['', undefined],
  ['X'.repeat(300), 'x'.repeat(200)],
])('the slug nearest to %j is %j', (name, slug) => {
  expect(slugFrom(name)).toBe(slug);
});
