// Operations that are seen again are compiled to code, which executes them several times as fast as the interpreter.
import { type DocumentNode, type ExecutionArgs, getVariableValues } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { BoundedCache } from '../bounded.ts';
import type { Code, Compiler } from './compiler.ts';

// One that comes by once would cost more to compile than to execute: nobody is to make us do that for each request.
const TIMES_SEEN_BEFORE = 3;

/** Compiles the queries that come again, `most` at most: those that were not asked for longest make place. With 0 none is. */
export function useCompiled(most: number): Plugin {
  if (most === 0) return {};
  // Forgotten with the document.
  const seen = new WeakMap<DocumentNode, Map<string, number>>();
  const compiled = new BoundedCache<DocumentNode, Map<string, Code | undefined>>({ max: most });
  let loading: Promise<Compiler> | undefined;
  let compiler: Compiler | undefined;

  /** The code for an operation; undefined where it is to be interpreted. A promise where the compiler is not there yet. */
  function codeOf({
    schema,
    document,
    operationName,
  }: ExecutionArgs): Code | undefined | Promise<Code | undefined> {
    const name = operationName ?? '';
    const known = compiled.get(document) ?? new Map<string, Code | undefined>();
    if (known.has(name)) return known.get(name);
    const times = seen.get(document) ?? new Map<string, number>();
    const count = (times.get(name) ?? 0) + 1;
    times.set(name, count);
    seen.set(document, times);
    if (count <= TIMES_SEEN_BEFORE) return undefined;
    const compileWith = (loaded: Compiler) => {
      known.set(name, loaded.compile(schema, document, name || undefined));
      compiled.set(document, known);
      return known.get(name);
    };
    return compiler ? compileWith(compiler) : load().then(compileWith);
  }

  /** A start need not wait for it: it is loaded beside the first operation. */
  function load(): Promise<Compiler> {
    loading ??= import('./compiler.ts').then((module) => (compiler = new module.Compiler()));
    return loading;
  }

  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const use = (code: Code | undefined) => {
        if (code) setExecuteFn((given: ExecutionArgs) => executed(code, given, executeFn));
      };
      if (!compiler) void load();
      const code = codeOf(args);
      return code instanceof Promise ? code.then(use) : use(code);
    },
  };
}

async function executed(
  { query, variables }: Code,
  given: ExecutionArgs,
  interpret: (given: ExecutionArgs) => unknown,
): Promise<unknown> {
  const { coerced } = getVariableValues(given.schema, variables, given.variableValues ?? {});
  const result = coerced && (await query(given.rootValue, given.contextValue, coerced));
  // What went wrong is told in the words of the interpreter, whichever way it was found.
  return !result || ('errors' in result && result.errors) ? interpret(given) : result;
}
