// A record as it was found in a file to a draft: fit to be kept, of the right shape, with ids where it had slugs.
import { type FileData, fileSchemas } from '../model/file.ts';
import type { FileKind } from '../model/kind.ts';
import type { DataPath } from '../model/record.ts';
import type { Draft } from './entries/workbench.ts';
import type { ContentFile } from './files.ts';
import { normalise, objectionTo } from './normalise.ts';
import type { TextProblem } from './parse.ts';
import type { ProblemCode } from './problems.ts';
import type { FoundRecord } from './records.ts';
import { resolveReferences, type TypeOfActor } from './references.ts';
import { validate } from './validate.ts';

/** A draft, where enough of the record is right to look further into it. */
export interface Drafted<K extends FileKind> {
  readonly draft?: Draft<K>;
  /** Whether the draft has every record that is in the file. */
  readonly hasAllParts: boolean;
  /** Where in the data of the file stands what the draft has at a path; left out where paths are the same in both. */
  readonly pathInFile?: (path: DataPath) => DataPath;
}

const NOTHING = { hasAllParts: false };

/** The draft of a record; everything that is wrong with it is reported. */
export function draftOf<K extends FileKind>(
  file: ContentFile & { readonly kind: K },
  found: FoundRecord,
  typeOfActor: TypeOfActor,
  report: (problem: TextProblem) => void,
): Drafted<K> {
  const tell = (path: DataPath, code: ProblemCode, message: string, part: 'key' | 'value' = 'value') =>
    report({ ...found.locate(path, part), code, message });
  if (found.data === undefined) return NOTHING;
  const normalised = normalise(found.data);
  const objection = objectionTo(found.body ?? '');
  if (objection !== undefined) tell(['articleBody'], 'BAD_VALUE', `articleBody ${objection}`);
  for (const { path, code, message } of normalised.findings) tell(path, code, message);
  if (normalised.data === undefined) return NOTHING;

  const schema = fileSchemas[file.kind] as never;
  const { value, findings, removed, pathInData } = validate<FileData<K>>(schema, normalised.data);
  for (const { path, code, message, part } of findings) tell(path, code, message, part);
  if (value === undefined || found.slug === undefined) return NOTHING;

  const { data, references } = resolveReferences<FileData<K>>(schema, value, typeOfActor);
  const origin = { file: file.path, line: found.line, path: [] };
  const tellOfDraft: typeof tell = (path, code, message) => tell(pathInData(path), code, message);
  const draft = {
    slug: found.slug,
    data,
    references,
    origin,
    report: tellOfDraft,
    ...(found.body !== undefined && { body: found.body }),
  };
  return { draft, hasAllParts: !removed.some(isPart), ...(removed.length > 0 && { pathInFile: pathInData }) };
}

/** Whether what stands at a path is a record within another's file, or has such records. */
function isPart(path: DataPath): boolean {
  return path.length <= 2 && ['statements', 'corrections', 'history'].includes(String(path[0]));
}
