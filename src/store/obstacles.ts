// Why a store cannot be written or read here, told so that it can be mended: full disks, folders that are read-only or none.

type Code = string | number;

// What Node says, and what SQLite says (https://sqlite.org/rescode.html).
const FULL: readonly Code[] = ['ENOSPC', 'EDQUOT', 13];
const FORBIDDEN: readonly Code[] = ['EACCES', 'EPERM', 'EROFS', 3, 8, 14];
const NO_FOLDER: readonly Code[] = ['ENOTDIR', 'EEXIST', 'EISDIR'];

/** The error to tell in place of `error`, which came while `file` was built; the same where nothing is known of it. */
export function obstacleToWriting(file: string, folder: string, error: unknown): unknown {
  const code = codeOf(error);
  const reason = FULL.includes(code)
    ? `no space is left on the disk of ${folder}, or of temporary files. A build needs room for the new corpus beside the old one. Make space, or name a file on another disk with --store`
    : FORBIDDEN.includes(code)
      ? `${folder} is read-only, or may not be written to by this user. Check its permissions, or name a file elsewhere with --store`
      : NO_FOLDER.includes(code)
        ? `${folder} is not a folder, and cannot be made one. Name a file elsewhere with --store`
        : undefined;
  if (reason === undefined) return error;
  return new Error(`${file} cannot be built: ${reason}. What was served before is as it was.`, {
    cause: error,
  });
}

/** The same for a `file` that was opened to be read. */
export function obstacleToReading(file: string, error: unknown): unknown {
  if (!FORBIDDEN.includes(codeOf(error))) return error;
  return new Error(`${file} may not be read: check its permissions, or name another file with --store.`, {
    cause: error,
  });
}

function codeOf(error: unknown): Code {
  const { code, errcode } = (error ?? {}) as { code?: string; errcode?: number };
  // Beyond the lowest byte stands what it was about.
  return errcode === undefined ? (code ?? '') : errcode & 0xff;
}
