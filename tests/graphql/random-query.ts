// Random queries that are valid for a schema: random fields, depth and arguments, the same for the same seed.
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Values that arguments may take, by the name of their type. */
export type Samples = Readonly<Record<string, readonly string[]>>;

/** A source of random numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A random query whose selections are at most `depth` deep, without the fields whose names are left out. */
export function randomQuery(
  schema: GraphQLSchema,
  samples: Samples,
  seed: number,
  depth: number,
  leftOut: readonly string[] = [],
): string {
  const random = seeded(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const chance = (probability: number) => random() < probability;
  let aliases = 0;

  function selection(type: GraphQLOutputType, left: number): string {
    const named = getNamedType(type);
    if (isLeafType(named)) return '';
    const parts = ['__typename'];
    if (isAbstractType(named) && chance(0.6)) {
      const [one, ...others] = schema.getPossibleTypes(named).toSorted(() => random() - 0.5);
      for (const possible of [one, ...others.slice(0, 1)])
        if (possible && left > 0) parts.push(`... on ${possible.name} ${selection(possible, left - 1)}`);
    }
    if ('getFields' in named && !isInputObjectType(named)) {
      const fields = Object.values<GraphQLField<unknown, unknown>>(named.getFields()).filter(
        (field) => !leftOut.includes(field.name) && (left > 0 || isLeafType(getNamedType(field.type))),
      );
      const wanted =
        isObjectType(named) && named === schema.getQueryType() ? 2 : 1 + Math.floor(random() * 4);
      for (let count = 0; count < wanted && fields.length > 0; count += 1)
        parts.push(fieldOf(pick(fields), left));
    }
    return `{ ${parts.join(' ')} }`;
  }

  function fieldOf(field: GraphQLField<unknown, unknown>, left: number): string {
    const args = field.args.filter(
      (arg) => isNonNullType(arg.type) || chance(arg.name === 'where' ? 0.6 : 0.35),
    );
    const isBackward = args.some(({ name }) => name === 'last' || name === 'before');
    const kept = args.filter(({ name }) => (isBackward ? name !== 'first' && name !== 'after' : true));
    const written =
      kept.length === 0 ? '' : `(${kept.map((arg) => `${arg.name}: ${argument(arg)}`).join(', ')})`;
    aliases += 1;
    return `a${aliases}: ${field.name}${written} ${selection(field.type, left - 1)}`;
  }

  function argument({ name, type }: GraphQLArgument): string {
    if (name === 'first' || name === 'last') return String(Math.floor(random() * 6));
    if (name === 'after' || name === 'before') return pick(['null', ...(samples['cursor'] ?? [])]);
    if (name === 'slug') return JSON.stringify(pick(samples['slug'] ?? ['none']));
    return value(type, 3);
  }

  function value(type: GraphQLInputType, left: number): string {
    if (isNonNullType(type)) return value(type.ofType, left);
    if (isListType(type))
      return `[${Array.from({ length: Math.floor(random() * 3) }, () => value(type.ofType, left - 1)).join(', ')}]`;
    if (isEnumType(type)) return pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => isNonNullType(field.type) || (left > 0 && chance(0.25)),
      );
      return `{ ${fields.map((field) => `${field.name}: ${value(field.type, left - 1)}`).join(', ')} }`;
    }
    if (type.name === 'Boolean') return String(chance(0.5));
    if (type.name === '_Any') return representation(pick(samples['ID'] ?? ['']));
    if (type.name === 'Int') return String(Math.floor(random() * 10));
    return JSON.stringify(pick(samples[type.name] ?? ['']));
  }

  /** What a gateway sends for a record: by its id, or by a Wikidata item, sometimes through the interface. */
  function representation(id: string): string {
    const type = id.slice(0, id.indexOf(':'));
    const isActor = ['Person', 'Organization', 'Country'].includes(type) && chance(0.5);
    const item = samples['wikidata'] && chance(0.5) ? samples['wikidata'] : undefined;
    const key = item ? `wikidataId: ${JSON.stringify(pick(item))}` : `id: ${JSON.stringify(id)}`;
    return `{ __typename: "${isActor ? 'Actor' : type}", ${key} }`;
  }

  return `query ${selection(schema.getQueryType() as GraphQLOutputType, depth)}`;
}
