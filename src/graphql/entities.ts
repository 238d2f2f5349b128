// What gateways ask: the SDL of the subgraph, and records by the keys under which others know them. Apollo Federation, subgraph.
import {
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  isObjectType,
} from 'graphql';
import { Failure } from '../errors.ts';
import { parseId, typeNamesOf, type TypeName, wikidataKey } from '../model/kind.ts';
import type { AnyRecord } from '../model/record.ts';
import type { Context } from './context.ts';
import { settled } from './paging.ts';
import { typeNameOf } from './refs.ts';
import { isEntity, isThing } from './subgraph.ts';

/** The most representations of one request. */
export const REPRESENTATIONS_LIMIT = 1000;

/** The schema with the two root fields of a subgraph, of which `_service` gives out what `sdl` returns; without it there is no `_service`. */
export function withEntities(schema: GraphQLSchema, sdl: (() => string) | undefined): GraphQLSchema {
  const { query, types, ...config } = schema.toConfig();
  if (!query) throw new TypeError('A schema without queries is no subgraph');
  const entities = types.filter(isObjectType).filter(isEntity);
  return new GraphQLSchema({
    ...config,
    types: types.filter((type) => type !== query),
    query: new GraphQLObjectType({
      ...query.toConfig(),
      fields: {
        ...query.toConfig().fields,
        ...(entities.length > 0 && { _entities: entitiesField(entities) }),
        ...(sdl !== undefined && { _service: serviceField(sdl) }),
      },
    }),
  });
}

type Fields = ReturnType<GraphQLObjectType<unknown, Context>['toConfig']>['fields'];

function entitiesField(entities: readonly GraphQLObjectType[]): Fields[string] {
  const things = new Set(entities.filter(isThing).map(({ name }) => name));
  const namesOf = new Map<string, readonly string[]>([
    ...entities.map(({ name }) => [name, [name]] as const),
    ['Actor', typeNamesOf('actor')] as const,
  ]);
  return {
    description:
      'Records by the keys under which other subgraphs know them, in their order; null where there is none. For gateways. At most 1,000.',
    type: new GraphQLNonNull(
      new GraphQLList(
        new GraphQLUnionType({
          name: '_Entity',
          description: 'Every type of record that gateways can ask for by a key.',
          types: [...entities],
          resolveType: typeNameOf,
        }),
      ),
    ),
    args: {
      representations: {
        description:
          'Of each record its `__typename` (or `Actor`) and a key: `id`, or the `wikidataId` of what has one.',
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(AnyRepresentation))),
      },
    },
    resolve: (_, { representations }, context) => {
      if (representations.length > REPRESENTATIONS_LIMIT) {
        throw new Failure(
          'BAD_REPRESENTATION',
          `There are ${representations.length} representations, and ${REPRESENTATIONS_LIMIT} is the most: ask for them in several requests.`,
        );
      }
      return (representations as readonly unknown[]).map((representation) =>
        settled(() => entityOf(readRepresentation(representation, namesOf, things), context)),
      );
    },
  };
}

function serviceField(sdl: () => string): Fields[string] {
  return {
    description: 'The subgraph as it is composed into a larger graph. For gateways and composers.',
    type: new GraphQLNonNull(
      new GraphQLObjectType({
        name: '_Service',
        description: 'What a composer has to know of a subgraph.',
        fields: {
          sdl: {
            description: 'The schema with the directives of Apollo Federation.',
            type: new GraphQLNonNull(GraphQLString),
          },
        },
      }),
    ),
    resolve: () => ({ sdl: sdl() }),
  };
}

const AnyRepresentation = new GraphQLScalarType({
  name: '_Any',
  description: 'A record as another subgraph names it: an object with `__typename` and the fields of a key.',
});

/** A record as it is asked for: by one of its ids, which may be one that nothing has. */
interface Representation {
  readonly types: readonly string[];
  /** Undefined where the key is null: what has none is nobody's. */
  readonly id: string | undefined;
}

async function entityOf({ types, id }: Representation, context: Context): Promise<AnyRecord | null> {
  const record = await context.find(id);
  return record && types.includes(typeNameOf(record) ?? '') ? record : null;
}

/** Throws `BAD_REPRESENTATION` where there is no entity type, or none of its keys. */
function readRepresentation(
  representation: unknown,
  namesOf: ReadonlyMap<string, readonly string[]>,
  things: ReadonlySet<string>,
): Representation {
  if (typeof representation !== 'object' || representation === null || Array.isArray(representation))
    throw bad('is not an object');
  const { __typename: name, id, wikidataId } = representation as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string') throw bad('has no `__typename`');
  const types = namesOf.get(name);
  if (!types) throw bad('is of a type of which there are no entities here');
  const isOfThing = types.every((type) => things.has(type));
  if (id !== undefined && id !== null) {
    const given = keyOf(id, 'id');
    return { types, id: parseId(given) ? given : undefined };
  }
  if (isOfThing && wikidataId !== undefined && wikidataId !== null) {
    const kind = parseId(`${types[0] as TypeName}:any`)!.kind;
    return { types, id: wikidataKey(kind, keyOf(wikidataId, 'wikidataId')) };
  }
  if (id === null || (isOfThing && wikidataId === null)) return { types, id: undefined };
  throw bad(isOfThing ? 'has neither `id` nor `wikidataId`' : 'has no `id`');
}

function keyOf(value: unknown, key: string): string {
  if (typeof value === 'string') return value;
  // What a variable of the type ID may be, too.
  if (Number.isSafeInteger(value)) return String(value);
  throw bad(`has something as \`${key}\` that is no text`);
}

function bad(what: string): Failure {
  return new Failure(
    'BAD_REPRESENTATION',
    `The representation ${what}: send \`__typename\` and a key, such as {"__typename": "Person", "wikidataId": "Q3874799"}.`,
  );
}
