// Which documents a service is told to know, and what is wrong with them.
import { schema } from '../graphql/schema.ts';
import type { DocumentOptions } from '../server/documents.ts';
import { brokenDocuments, readTrustedDocuments } from '../server/trusted-documents.ts';
import type { Io, Options } from './command.ts';

const MOST_BROKEN_DOCUMENTS_TOLD = 10;

/** Reads the manifest. Documents that are not valid are told, and served all the same: other clients need the others. */
export function documentsOf(options: Options, io: Pick<Io, 'err'>): DocumentOptions {
  const { trustedDocuments: mode, trustedDocumentsManifest, automaticPersistedQueries } = options;
  const trusted =
    mode === 'off' || trustedDocumentsManifest === undefined
      ? undefined
      : readTrustedDocuments(trustedDocumentsManifest);
  const broken = trusted ? brokenDocuments(trusted, schema) : [];
  if (broken.length > 0) {
    const lines = broken.slice(0, MOST_BROKEN_DOCUMENTS_TOLD).map(({ id, message }) => `  ${id}  ${message}`);
    if (lines.length < broken.length) lines.push(`  and ${broken.length - lines.length} more`);
    io.err(
      `${broken.length} of ${trusted?.size} trusted documents are not valid for this schema, and answered with an error:\n${lines.join('\n')}`,
    );
  }
  return { trusted, trustedOnly: mode === 'only', automatic: automaticPersistedQueries };
}
