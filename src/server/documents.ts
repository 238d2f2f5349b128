// Documents that are asked for by an id instead of their text: trusted ones, and those that clients had us keep.
import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { BoundedCache } from '../bounded.ts';
import { badRequest, type Parameters } from './parameters.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** Which documents may be asked for by an id. */
export interface DocumentOptions {
  readonly trusted?: TrustedDocuments | undefined;
  /** Whether nothing else is executed, however it comes. */
  readonly trustedOnly?: boolean;
  /** Whether clients may have documents kept under the SHA-256 of their text (automatic persisted queries). */
  readonly automatic?: boolean;
}

const KEPT_DOCUMENTS = 1_000;
const KEPT_BYTES = 4_000_000;
const LARGEST_KEPT_DOCUMENT_IN_BYTES = 100_000;

/** Puts the text in the place of the id, before anything else looks at the text. */
export function useDocuments({ trusted, trustedOnly = false, automatic = false }: DocumentOptions): Plugin {
  const texts = new Set(trusted?.values());
  const kept = new BoundedCache<string, string>({
    max: KEPT_DOCUMENTS,
    maxSize: KEPT_BYTES,
    maxEntrySize: LARGEST_KEPT_DOCUMENT_IN_BYTES,
    sizeCalculation: (text) => Buffer.byteLength(text),
  });

  function textOf(documentId: unknown): string {
    if (typeof documentId !== 'string') throw badRequest('The id of a document must be a string.');
    const text = trusted?.get(documentId) ?? trusted?.get(documentId.replace(/^sha256:/, ''));
    if (text !== undefined) return text;
    if (!trusted) {
      const message =
        'This service has no trusted documents (trusted documents: off): send the text as "query".';
      throw refusal('NOT_SUPPORTED', message);
    }
    const [elsewhere, otherwise] = trustedOnly
      ? [', and nothing else is executed (trusted documents: only)', '']
      : [' (trusted documents: allowed)', ', or send the text as "query"'];
    const message = `There is no trusted document with this id${elsewhere}: have the service given the manifest of this client${otherwise}.`;
    throw refusal('NOT_FOUND', message);
  }

  function textOfHash(hash: string): string {
    const text = trusted?.get(hash) ?? kept.get(hash);
    if (text !== undefined) return text;
    // Clients know these two messages by heart, and send the text then.
    throw trusted || automatic
      ? refusal('NOT_FOUND', 'PersistedQueryNotFound')
      : refusal('NOT_SUPPORTED', 'PersistedQueryNotSupported');
  }

  function keep(hash: string, text: string): void {
    if (createHash('sha256').update(text).digest('hex') !== hash) {
      throw refusal('MISMATCH', 'The sha256Hash is not the SHA-256 of the query, in lower-case hex.', 400);
    }
    kept.set(hash, text);
  }

  return {
    onParams({ params, setParams }) {
      const { documentId, ...parameters } = params as Parameters;
      const hash = hashOf(parameters.extensions?.['persistedQuery']);
      if (documentId != null) setParams({ ...parameters, query: textOf(documentId) });
      else if (hash !== undefined && !parameters.query) setParams({ ...parameters, query: textOfHash(hash) });
      else if (hash !== undefined && automatic) keep(hash, String(parameters.query));
    },
    onParse({ params: { source } }) {
      if (!trustedOnly || texts.has(typeof source === 'string' ? source : source.body)) return;
      throw new GraphQLError(
        'This document is not in the manifest, and nothing else is executed (trusted documents: only): ask for one by the id that it has there.',
        { extensions: { code: 'DOCUMENT_NOT_TRUSTED', http: { status: 403 } } },
      );
    },
  };
}

function hashOf(persistedQuery: unknown): string | undefined {
  if (persistedQuery == null) return undefined;
  const { version, sha256Hash } = persistedQuery as Record<string, unknown>;
  if (version === 1 && typeof sha256Hash === 'string') return sha256Hash;
  throw badRequest('The extension persistedQuery must look like {"version": 1, "sha256Hash": "1f0a…"}.');
}

/** Without a status, the one of a document that is not valid; a document that is missing now may be there later. */
function refusal(
  reason: 'NOT_FOUND' | 'NOT_SUPPORTED' | 'MISMATCH',
  message: string,
  status?: number,
): GraphQLError {
  return new GraphQLError(message, {
    extensions: {
      code: `PERSISTED_QUERY_${reason}`,
      http: { status: status ?? 400, spec: status === undefined, headers: { 'Cache-Control': 'no-store' } },
    },
  });
}
