// Operations as code: what graphql-jit is given, and what it is not. It is loaded when the first operation has come by.
import {
  type DocumentNode,
  getNamedType,
  getOperationAST,
  GraphQLBoolean,
  GraphQLScalarType,
  GraphQLSchema,
  Kind,
  type SelectionSetNode,
  typeFromAST,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';

// Code grows with what is selected, and fragments are written out wherever they are spread: an article page has some 50.
const MOST_SELECTIONS = 400;

/** An operation as code. */
export interface Code {
  readonly query: CompiledQuery['query'];
  readonly variables: readonly VariableDefinitionNode[];
}

/** What variables are once they are coerced. Coercing them is for the interpreter: of filters, which nest, its code would not end. */
const coercedVariable = new GraphQLScalarType({ name: 'CoercedVariable' });

/** Compiles operations for one schema or several. */
export class Compiler {
  readonly #schemas = new WeakMap<GraphQLSchema, GraphQLSchema>();

  /** The code for a query; undefined where it is to be interpreted. */
  compile(
    schema: GraphQLSchema,
    document: DocumentNode,
    operationName: string | undefined,
  ): Code | undefined {
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== 'query') return undefined;
    if (selectionsOf(document, operation.selectionSet) > MOST_SELECTIONS) return undefined;
    // The schema that is compiled for has a type more than the one that is served.
    if (asksForSchema(document)) return undefined;
    const variables = operation.variableDefinitions ?? [];
    const changed = { ...operation, variableDefinitions: variables.map((each) => coercedOf(schema, each)) };
    const definitions = document.definitions.map((each) => (each === operation ? changed : each));
    try {
      const code = compileQuery(this.#extended(schema), { ...document, definitions }, operationName, {
        disablingCapturingStackErrors: true,
      });
      return isCompiledQuery(code) ? { query: code.query, variables } : undefined;
    } catch {
      return undefined;
    }
  }

  #extended(schema: GraphQLSchema): GraphQLSchema {
    const known = this.#schemas.get(schema);
    if (known) return known;
    const config = schema.toConfig();
    const extended = new GraphQLSchema({ ...config, types: [...config.types, coercedVariable] });
    this.#schemas.set(schema, extended);
    return extended;
  }
}

/** A definition that takes what is coerced already. Booleans stay themselves, since `@skip` and `@include` take nothing else. */
function coercedOf(schema: GraphQLSchema, definition: VariableDefinitionNode): VariableDefinitionNode {
  const type = typeFromAST(schema, definition.type as never);
  if (type && getNamedType(type) === GraphQLBoolean) return definition;
  const { defaultValue: _, ...rest } = definition;
  const name = { kind: Kind.NAME, value: coercedVariable.name } as const;
  return { ...rest, type: { kind: Kind.NAMED_TYPE, name } };
}

function asksForSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    Field({ name }) {
      asks ||= name.value === '__schema' || name.value === '__type';
    },
  });
  return asks;
}

/** How many selections there are once every fragment, of which none has itself in it, is written out. */
function selectionsOf(document: DocumentNode, selectionSet: SelectionSetNode): number {
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each.selectionSet] as const] : [],
    ),
  );
  const counted = new Map<SelectionSetNode, number>();
  const count = (selections: SelectionSetNode | undefined): number => {
    if (!selections) return 0;
    const known = counted.get(selections);
    if (known !== undefined) return known;
    const total = selections.selections
      .map(
        (each) =>
          1 + count(each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value) : each.selectionSet),
      )
      .reduce((sum, each) => sum + each, 0);
    counted.set(selections, total);
    return total;
  };
  return count(selectionSet);
}
