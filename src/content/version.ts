// By which compiler a corpus was made, told without loading it.

/** A part of every version and stamp: raised when the same files compile to other records. */
export const COMPILER_VERSION = '2';
