// What we promise to others, printed and committed: the GraphQL schema, its possible types and the JSON Schemas of content files.
// After a change that is meant, `npx vitest run tests/contracts.test.ts --update` prints them anew.
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
  validateSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { undatedDeprecations } from '../release/deprecations.ts';
import { withEntities } from '../src/graphql/entities.ts';
import { subgraphSdl } from '../src/graphql/subgraph.ts';
import { jsonSchemaOf } from '../src/model/json-schema.ts';
import { fileKinds } from '../src/model/kind.ts';
import { schema } from '../src/graphql/schema.ts';
import { printedPossibleTypes } from '../src/server/schema-page.ts';

const sdl = subgraphSdl(schema);
const types = Object.values(withEntities(schema, () => sdl).getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

test('the schema is valid', () => {
  expect(validateSchema(schema)).toEqual([]);
});

test('the schema is the one that is committed', async () => {
  await expect(`${printSchema(lexicographicSortSchema(schema))}\n`).toMatchFileSnapshot(
    '../schema/schema.graphql',
  );
});

test('the possible types of interfaces and unions are the ones that are committed', async () => {
  await expect(printedPossibleTypes(schema)).toMatchFileSnapshot('../schema/possible-types.json');
});

test('the subgraph is the one that is committed', async () => {
  await expect(sdl).toMatchFileSnapshot('../schema/subgraph.graphql');
});

test('the subgraph without node and nodes is the same but for these two fields', () => {
  const fieldsOf = (text: string) => Object.keys(buildSchema(text, lenient).getQueryType()!.getFields());
  const lenient = { assumeValid: true, assumeValidSDL: true };
  const without = fieldsOf(subgraphSdl(schema, { withoutNode: true }));
  expect(fieldsOf(sdl).filter((field) => !without.includes(field))).toEqual(['node', 'nodes']);
});

test.each(fileKinds)('the JSON Schema of the files of kind %s is the one that is committed', async (kind) => {
  const text = `${JSON.stringify(jsonSchemaOf(kind), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`../schema/content/${kind}.schema.json`);
});

test('everything in the schema has a description', () => {
  const silent = types.flatMap((type) => {
    const own = type.description ? [] : [type.name];
    if (isEnumType(type))
      return [
        ...own,
        ...type
          .getValues()
          .filter((value) => !value.description)
          .map((value) => `${type.name}.${value.name}`),
      ];
    if (isObjectType(type) || isInterfaceType(type)) {
      const fields = Object.values(type.getFields());
      return [
        ...own,
        ...fields.filter((field) => !field.description).map((field) => `${type.name}.${field.name}`),
        ...fields.flatMap((field) =>
          field.args
            .filter((arg) => !arg.description)
            .map((arg) => `${type.name}.${field.name}(${arg.name})`),
        ),
      ];
    }
    if (isInputObjectType(type))
      return [
        ...own,
        ...Object.values(type.getFields())
          .filter((field) => !field.description)
          .map((field) => `${type.name}.${field.name}`),
      ];
    return own;
  });
  expect(silent).toEqual([]);
});

test('every deprecation says since when, and what to use instead', () => {
  expect(undatedDeprecations(sdl)).toEqual([]);
});

test('a deprecation without a date, with one that is none, or without a reason is found wherever it stands', () => {
  const since = (date: string) => `@deprecated(reason: "Since ${date}: use name instead.")`;
  const broken = `
    type Query {
      good: String ${since('2026-11-24')}
      silent: String @deprecated
      undated: String @deprecated(reason: "Use name instead.")
      early: String ${since('2026-02-31')}
      vague: String @deprecated(reason: "Since 2026-11-24: ")
      list(old: Int @deprecated(reason: "Gone."), new: Int): String
    }
    enum Kind { OLD @deprecated(reason: "Since today: use NEW.") NEW }
    input Where { old: String @deprecated new: String ${since('2026-11-24')} }
  `;
  expect(undatedDeprecations(broken)).toEqual([
    'Query.silent',
    'Query.undated',
    'Query.early',
    'Query.vague',
    'Query.list.old',
    'Kind.OLD',
    'Where.old',
  ]);
});

test('every list that grows with the corpus is a connection', () => {
  const connections = types.filter((type) => isObjectType(type) && type.name.endsWith('Connection'));
  for (const type of connections) {
    if (!isObjectType(type)) continue;
    expect(Object.keys(type.getFields())).toEqual(
      expect.arrayContaining(['edges', 'nodes', 'pageInfo', 'totalCount']),
    );
    expect(getNamedType(type.getFields()['pageInfo']?.type)?.toString()).toBe('PageInfo');
  }
  expect(connections.length).toBeGreaterThan(9);
});
