// What an operation costs at most, told from its document and arguments before it is executed.
import {
  type ExecutionArgs,
  type FieldNode,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';

/** How many records a page has where nothing is said, and at most. */
const PAGE = { usual: 20, most: 100 };
/** How many values a list without pages is counted as: most have none or one, few have ten. */
const LIST = 3;
/** What reading takes beyond the records that come back: points for each time that the field is resolved. */
const weights: Readonly<Record<string, number>> = {
  search: 20,
  facets: 20,
  positions: 10,
  totalCount: 1,
  independentSourceCount: 2,
  changes: 20,
};
/** What introspection asks for has no store behind it. */
const INTROSPECTION = 0.5;

/**
 * The points of an operation: one for each record or other object that can come back, and some for what is searched,
 * counted or traced. Undefined where that cannot be told, since variables do not fit or there is no such operation.
 */
export function costOf({
  schema,
  document,
  operationName,
  variableValues,
}: ExecutionArgs): number | undefined {
  const operation = getOperationAST(document, operationName);
  if (!operation) return undefined;
  const root = schema.getRootType(operation.operation);
  if (!root) return undefined;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {}, {
    maxErrors: 1,
  });
  if (!coerced) return undefined;
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  return Math.max(
    1,
    Math.ceil(new Costs(schema, fragments, coerced).of(operation.selectionSet, root, PAGE.usual)),
  );
}

type Fragments = ReadonlyMap<
  string,
  {
    readonly selectionSet: SelectionSetNode;
    readonly typeCondition: { readonly name: { readonly value: string } };
  }
>;

class Costs {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Fragments;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #lengths: Readonly<Record<string, number>>;

  constructor(schema: GraphQLSchema, fragments: Fragments, variables: Readonly<Record<string, unknown>>) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
    this.#lengths = lengthsOf(schema);
  }

  /** Of one object; `page` is how many records it has where it is a page. What is selected again is counted again. */
  of({ selections }: SelectionSetNode, type: GraphQLCompositeType, page: number): number {
    let sum = 0;
    for (const selection of selections) {
      if (this.#isLeftOut(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        sum += this.#ofField(selection, type, page);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
      if (!fragment) continue;
      const condition = fragment.typeCondition && this.#schema.getType(fragment.typeCondition.name.value);
      sum += this.of(fragment.selectionSet, isCompositeType(condition) ? condition : type, page);
    }
    return sum;
  }

  #ofField(node: FieldNode, parent: GraphQLCompositeType, page: number): number {
    const name = node.name.value;
    const weight = weights[name] ?? 0;
    const field = fieldOf(parent, name);
    const type = field && getNamedType(field.type);
    if (!field || !node.selectionSet || !isCompositeType(type)) return weight;
    const values = field.args.length > 0 ? getArgumentValues(field, node, this.#variables) : {};
    if (type.name.startsWith('__')) {
      const times = isListType(getNullableType(field.type)) ? (this.#lengths[name] ?? LIST) : 1;
      // Whoever unwraps a type nine times meets a name after two or three.
      const share = name === 'ofType' ? 0.3 : 1;
      return INTROSPECTION * times * share + times * share * this.of(node.selectionSet, type, page);
    }
    const isPage = isConnection(type);
    const size = sizeOf(values);
    if (isPage) return 1 + weight + this.of(node.selectionSet, type, size ?? PAGE.usual);
    const isOfPage = isConnection(parent) && (name === 'nodes' || name === 'edges');
    const listed = isOfPage ? page : (size ?? LIST);
    const times = isListType(getNullableType(field.type)) ? listed : 1;
    return weight + times * (1 + this.of(node.selectionSet, type, PAGE.usual));
  }

  #isLeftOut({ directives = [] }: { readonly directives?: FieldNode['directives'] }): boolean {
    return (directives ?? []).some(({ name, arguments: given }) => {
      const [argument] = given ?? [];
      if (argument?.name.value !== 'if') return false;
      const { value } = argument;
      const is =
        value.kind === Kind.BOOLEAN
          ? value.value
          : value.kind === Kind.VARIABLE
            ? this.#variables[value.name.value]
            : undefined;
      return (name.value === 'skip' && is === true) || (name.value === 'include' && is === false);
    });
  }
}

/** How many an argument asks for; undefined where none does. What is more than the most is refused when it is executed. */
function sizeOf(values: Readonly<Record<string, unknown>>): number | undefined {
  const { first, last, ids, representations } = values;
  for (const list of [ids, representations]) if (Array.isArray(list)) return list.length;
  for (const size of [first, last])
    if (typeof size === 'number') return Math.min(Math.max(size, 0), PAGE.most);
  return undefined;
}

function isConnection(type: GraphQLCompositeType): boolean {
  return type.name.endsWith('Connection');
}

function fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

const known = new WeakMap<GraphQLSchema, Readonly<Record<string, number>>>();

/** How long the lists of introspection are on average, so that all of the schema comes out as what it is. */
function lengthsOf(schema: GraphQLSchema): Readonly<Record<string, number>> {
  const before = known.get(schema);
  if (before) return before;
  const types = Object.values(schema.getTypeMap());
  const fields = types.flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  );
  const lengths = {
    types: types.length,
    fields: fields.length / types.length,
    args: fields.flatMap(({ args }) => args).length / Math.max(1, fields.length),
    directives: schema.getDirectives().length,
  };
  known.set(schema, lengths);
  return lengths;
}
