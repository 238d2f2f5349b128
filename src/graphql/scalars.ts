// Scalars beside those of GraphQL. All are text in JSON, but for JSON itself.
import { GraphQLError } from 'graphql';
import type { z } from 'zod';
import { edtf } from '../model/edtf.ts';
import { dateTime, languageTag, url } from '../model/thing.ts';
import type { FailureCode } from '../errors.ts';
import { builder } from './builder.ts';

builder.scalarType('EDTF', {
  description:
    'A date as precise as it is known: ISO 8601-2 (EDTF) level 0 and 1 without seasons, for example `2025-05`, `2025-05-16`, `2025-05~`, `2025-05-23/2025-05-25` or `2025-05-16/..`.',
  specifiedByURL: 'https://www.loc.gov/standards/datetime/',
  serialize: String,
  parseValue: (value) => parsed(value, edtf, 'BAD_DATE'),
});

builder.scalarType('DateTime', {
  description:
    'A moment: ISO 8601 date and time with an offset, for example `2025-05-16T18:30:00.000Z`; answers are in UTC.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: String,
  parseValue: (value) => parsed(value, dateTime, 'BAD_DATE'),
});

builder.scalarType('URL', {
  description: 'An absolute http or https URL.',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  serialize: String,
  parseValue: (value) => parsed(value, url, 'BAD_VALUE'),
});

builder.scalarType('BCP47', {
  description: 'A language tag of IETF BCP 47 in its canonical case, for example `en` or `es-419`.',
  specifiedByURL: 'https://www.rfc-editor.org/info/bcp47',
  serialize: String,
  parseValue: (value) => parsed(value, languageTag, 'BAD_VALUE'),
});

builder.scalarType('JSON', {
  description: 'Any JSON value.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  serialize: (value) => value,
  parseValue: (value) => value,
});

function parsed(value: unknown, schema: z.ZodType<string>, code: FailureCode): string {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const message = result.error.issues[0]?.message ?? 'The value cannot be read.';
  throw new GraphQLError(message.startsWith('is not') ? `${JSON.stringify(value)} ${message}` : message, {
    extensions: { code },
  });
}
