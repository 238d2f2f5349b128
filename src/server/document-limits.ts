// Bounds documents before anything looks at them that takes longer than their text is long.
import { type DocumentNode, type GraphQLError, NoSchemaIntrospectionCustomRule, validate } from 'graphql';
import type { Plugin, YogaServerOptions } from 'graphql-yoga';
import { BoundedCache } from '../bounded.ts';
import { boundedParse, weightOf } from './bounded-parse.ts';
import { oversize } from './document-size.ts';
import type { Limits } from './limits.ts';

/** The most errors that an answer without data has. */
export const MOST_ERRORS = 5;

const KEPT_DOCUMENTS = 1_000;
const KEPT_BYTES = 50_000_000;

/** What clients learn of the schema besides the answers to what they ask. */
export interface SchemaPolicy {
  readonly introspection: boolean;
  /** Whether errors guess what was meant. */
  readonly suggestions: boolean;
}

/** Refuses documents that go beyond a limit, and those that are not valid with a few errors only. */
export function useDocumentLimits(limits: Limits, { introspection, suggestions }: SchemaPolicy): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => {
        const text = typeof source === 'string' ? source : source.body;
        const document = boundedParse(text, limits, options);
        const refused = oversize(document, limits);
        if (refused) throw refused;
        return document;
      });
    },
    onValidate({ setValidationFn, addValidationRule }) {
      if (!introspection) addValidationRule(NoSchemaIntrospectionCustomRule);
      const options = { maxErrors: MOST_ERRORS, hideSuggestions: !suggestions };
      // Where there are more, the last one only says so.
      setValidationFn((schema, document, rules) =>
        validate(schema, document, rules, options).slice(0, MOST_ERRORS),
      );
    },
  };
}

/** Where documents are kept that were parsed: bounded in what they take, as their texts are not. */
export function documentCache(): NonNullable<YogaServerOptions<object, object>['parserAndValidationCache']> {
  const documents = new BoundedCache<string, DocumentNode>({
    max: KEPT_DOCUMENTS,
    maxSize: KEPT_BYTES,
    sizeCalculation: (document) => weightOf(document),
  });
  // An error is found as fast as it is looked up.
  const errors = { get: (_: string): GraphQLError | undefined => undefined, set: () => undefined };
  return { documentCache: documents, errorCache: errors };
}
