// The documents that clients were built with, from the manifest that their code generator wrote.
import { readFileSync } from 'node:fs';
import { type GraphQLSchema, parse, validate } from 'graphql';

/** The text of each document by its id. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/**
 * Reads a manifest: one JSON object from ids to texts, as GraphQL Code Generator and Relay write it, or Apollo's list of
 * operations. Throws an error that says what is wrong with the file.
 */
export function readTrustedDocuments(path: string): TrustedDocuments {
  const manifest = parseJson(readText(path), path);
  const entries = entriesOf(manifest);
  if (!entries) {
    throw unfit(path, 'it is not a JSON object from ids to texts, such as {"1f0a…": "query Talks { … }"}');
  }
  if (entries.length === 0) throw unfit(path, 'it has no documents');
  for (const [id, text] of entries) {
    if (typeof text !== 'string' || text.trim() === '') throw unfit(path, `"${id}" has no text`);
  }
  return new Map(entries as [string, string][]);
}

/** Documents that would be answered with an error, for example since a field is not in the schema: id and why. */
export function brokenDocuments(
  documents: TrustedDocuments,
  schema: GraphQLSchema,
): { readonly id: string; readonly message: string }[] {
  const broken: { id: string; message: string }[] = [];
  for (const [id, text] of documents) {
    const [error] = errorsOf(text, schema);
    if (error) broken.push({ id, message: error.message });
  }
  return broken;
}

function errorsOf(text: string, schema: GraphQLSchema): readonly Error[] {
  try {
    return validate(schema, parse(text, { noLocation: true }));
  } catch (error) {
    return [error as Error];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reasons: Partial<Record<string, string>> = {
      ENOENT: 'it does not exist',
      EISDIR: 'it is a folder',
      EACCES: 'this user may not read it',
    };
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw unfit(path, reasons[code] ?? message, error);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unfit(path, `it is not JSON: ${(error as Error).message}`, error);
  }
}

function entriesOf(manifest: unknown): [string, unknown][] | undefined {
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) return undefined;
  const { format, operations } = manifest as Record<string, unknown>;
  if (format !== 'apollo-persisted-query-manifest') return Object.entries(manifest);
  if (!Array.isArray(operations)) return undefined;
  return operations.map((operation) => [String(operation?.id), operation?.body]);
}

function unfit(path: string, reason: string, cause?: unknown): Error {
  return new Error(
    `The trusted documents "${path}" cannot be used: ${reason}. Name the manifest that your code generator writes, often persisted-documents.json.`,
    { cause },
  );
}
