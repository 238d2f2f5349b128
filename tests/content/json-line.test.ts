// Lines of JSON: where everything in them stands, told without a second parser.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJsonLine } from '../../src/content/json-line.ts';

type Path = (string | number)[];

/** JSON with white space wherever it may be, and the offset in code points of every value and key. */
interface Written {
  readonly text: string;
  readonly places: readonly { readonly path: Path; readonly part: 'key' | 'value'; readonly at: number }[];
}

const space = fc.constantFrom('', '', ' ', '\t', '  ');
const key = fc.oneof(
  fc.constantFrom('a', '"', '\\', '\\"', '__proto__', 'é', '😀', '[', '{"', ':', ','),
  fc.string({ unit: 'grapheme' }),
);

const { value } = fc.letrec<{ value: Written; list: Written; object: Written }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc
      .oneof(
        fc.string({ unit: 'grapheme' }),
        key,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
      )
      .map((leaf) => written(JSON.stringify(leaf))),
    tie('list'),
    tie('object'),
  ),
  list: fc
    .tuple(space, fc.array(fc.tuple(space, tie('value'), space), { maxLength: 4 }))
    .map(([inner, members]) =>
      joined(
        '[',
        ']',
        inner,
        members.map(([before, member, after], index) => [before, index, '', member, after]),
      ),
    ),
  object: fc
    .tuple(
      space,
      fc.uniqueArray(fc.tuple(key, space, space, space, tie('value'), space), {
        maxLength: 4,
        selector: ([each]) => each,
      }),
    )
    .map(([inner, members]) =>
      joined(
        '{',
        '}',
        inner,
        members.map(([name, before, colon, behind, member, after]) => [
          before,
          name,
          `${JSON.stringify(name)}${colon}:${behind}`,
          member,
          after,
        ]),
      ),
    ),
}));

function written(text: string): Written {
  return { text, places: [{ path: [], part: 'value', at: 0 }] };
}

function joined(
  open: string,
  close: string,
  inner: string,
  members: readonly (readonly [string, string | number, string, Written, string])[],
): Written {
  let text = open + (members.length === 0 ? inner : '');
  const places: Written['places'][number][] = [{ path: [], part: 'value', at: 0 }];
  for (const [index, [before, step, keyText, member, after]] of members.entries()) {
    text += `${index > 0 ? ',' : ''}${before}`;
    if (typeof step === 'string') places.push({ path: [step], part: 'key', at: [...text].length });
    text += keyText;
    for (const { path, part, at } of member.places)
      places.push({ path: [step, ...path], part, at: [...text].length + at });
    text += member.text + after;
  }
  return { text: text + close, places };
}

test('every key and value of an object is found where it stands', () => {
  let count = 0;
  fc.assert(
    fc.property(value, ({ text, places }) => {
      fc.pre(text.startsWith('{'));
      const { data, problems, locate } = parseJsonLine(text, 7);
      expect({ data, problems }).toEqual({ data: JSON.parse(text), problems: [] });
      for (const { path, part, at } of places)
        expect(locate(path, part)).toEqual({ line: 7, column: at + 1 });
      count += places.length;
    }),
    { numRuns: 2_000 },
  );
  expect(count).toBeGreaterThan(2_000);
});

test('of what is missing, the nearest thing around it is found', () => {
  const { locate } = parseJsonLine('{ "a": [1, {"b": 2}] }', 1);
  expect(
    [['c'], ['a', 5], ['a', 1, 'c', 'd'], ['a', 1, 'b', 'd']].map((path) => locate(path).column),
  ).toEqual([1, 8, 12, 18]);
});

test('a key that stands twice is told at its second place, however it is written', () => {
  expect(parseJsonLine('{"a":1,"b":{"a":2,"\\u0061":3},"a":4}', 1).problems).toMatchObject([
    { column: 19, code: 'DUPLICATE_KEY' },
    { column: 31, code: 'DUPLICATE_KEY' },
  ]);
});
