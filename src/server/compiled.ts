// Operations that are seen again are compiled to code, which executes them several times as fast as the interpreter.
import {
  type DocumentNode,
  type ExecutionArgs,
  getNamedType,
  getOperationAST,
  getVariableValues,
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
import type { Plugin } from 'graphql-yoga';
import { BoundedCache } from '../bounded.ts';

// One that comes by once would cost more to compile than to execute: nobody is to make us do that for each request.
const TIMES_SEEN_BEFORE = 3;
// Code grows with what is selected, and fragments are written out wherever they are spread: an article page has some 50.
const MOST_SELECTIONS = 400;

/** Compiles the queries that come again, `most` at most: those that were not asked for longest make place. With 0 none is. */
export function useCompiled(most: number): Plugin {
  if (most === 0) return {};
  // Forgotten with the document.
  const seen = new WeakMap<DocumentNode, Map<string, number>>();
  const compiled = new BoundedCache<DocumentNode, Map<string, Code | undefined>>({ max: most });
  const compiler = new Compiler();

  /** The code for an operation; undefined where it is to be interpreted. */
  function codeOf({ schema, document, operationName }: ExecutionArgs): Code | undefined {
    const name = operationName ?? '';
    const known = compiled.get(document) ?? new Map<string, Code | undefined>();
    if (known.has(name)) return known.get(name);
    const times = seen.get(document) ?? new Map<string, number>();
    const count = (times.get(name) ?? 0) + 1;
    times.set(name, count);
    seen.set(document, times);
    if (count <= TIMES_SEEN_BEFORE) return undefined;
    known.set(name, compiler.compile(schema, document, name || undefined));
    compiled.set(document, known);
    return known.get(name);
  }

  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const code = codeOf(args);
      if (!code) return;
      setExecuteFn(async (given: ExecutionArgs) => {
        const { coerced } = getVariableValues(given.schema, code.variables, given.variableValues ?? {});
        const result = coerced && (await code.query(given.rootValue, given.contextValue, coerced));
        // What went wrong is told in the words of the interpreter, whichever way it was found.
        return !result || ('errors' in result && result.errors) ? executeFn(given) : result;
      });
    },
  };
}

interface Code {
  readonly query: CompiledQuery['query'];
  readonly variables: readonly VariableDefinitionNode[];
}

/** What variables are once they are coerced. Coercing them is for the interpreter: of filters, which nest, its code would not end. */
const coercedVariable = new GraphQLScalarType({ name: 'CoercedVariable' });

class Compiler {
  readonly #schemas = new WeakMap<GraphQLSchema, GraphQLSchema>();

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
