// The shapes of files as JSON Schema, with which editors complete and check them.
import { z } from 'zod';
import { fileSchemas } from './file.ts';
import type { FileKind } from './kind.ts';

/** The JSON Schema (draft 2020-12) of the files of a kind; of articles, of their front matter. */
export function jsonSchemaOf(kind: FileKind): object {
  const schema = z.toJSONSchema(fileSchemas[kind], {
    // What an editor may write: keys with a default may be left out.
    io: 'input',
    override: ({ jsonSchema }) => {
      delete (jsonSchema as { references?: unknown }).references;
    },
  });
  return { title: `onrecord ${kind}`, ...schema };
}
