// What to say of an id that two records claim.
import { parseId } from '../model/kind.ts';
import type { DataPath, Entry, Origin } from '../model/record.ts';
import { valueAt } from './salvage.ts';
import { nameOf } from './validate.ts';

/** A slug, now or formerly of a record, or its Wikidata item, and where in the data of its file it stands. */
export interface Claim {
  readonly slug: string;
  readonly path: DataPath;
}

/**
 * Which slug makes a record claim an id: its own, a former one, or a former one of the record in whose file it lives;
 * or which Wikidata item does.
 */
export function claimOf(
  { record, origin }: Pick<Entry, 'record' | 'origin'>,
  id: string,
  data: unknown,
): Claim {
  if (parseId(id) === undefined) return { slug: id.slice(id.indexOf(':') + 1), path: ['wikidataId'] };
  const own = record.slug.split('/');
  const claimed = id.slice(id.indexOf(':') + 1).split('/');
  // Of the id of a part, the slug of the whole comes first.
  const isOfWhole = own.length > 1 && claimed[0] !== own[0];
  const slug = (isOfWhole ? claimed[0] : claimed.at(-1)) ?? '';
  const path = isOfWhole ? [] : origin.path;
  if (slug === own.at(-1) && !isOfWhole) return { slug, path: [...path, 'slug'] };
  const former =
    (valueAt(data, path) as { readonly formerSlug?: readonly string[] } | undefined)?.formerSlug ?? [];
  return { slug, path: [...path, 'formerSlug', former.indexOf(slug)] };
}

/** What to say of a claim to an id that a record at `holder` has, or had where `isFormer`. */
export function clashMessage(
  { slug, path }: Claim,
  origin: Origin,
  holder: Origin,
  isFormer: boolean,
): string {
  if (path.at(-1) === 'wikidataId')
    return `the Wikidata item ${slug} is that of ${whereOf(holder, origin)}: correct or remove it in one of the two`;
  const isOwn = path.at(-1) === 'slug';
  const taken = `the ${isOwn ? 'slug' : 'former slug'} "${slug}" is taken by ${whereOf(holder, origin)}${isFormer ? ' as a former slug' : ''}`;
  return `${taken}: ${isOwn ? 'give one of the two another slug' : 'remove it from one of the two'}`;
}

function whereOf(holder: Origin, { file, line }: Origin): string {
  const part = holder.path.length > 0 ? nameOf(holder.path) : undefined;
  if (holder.file === file && holder.line === line) return part ?? 'the record itself';
  const whole = holder.file.endsWith('.jsonl') ? `${holder.file}:${holder.line}` : holder.file;
  return part === undefined ? whole : `${part} of ${whole}`;
}
