// The store uses node:sqlite, and Node tells everybody that it is experimental. That is ours to know; other warnings stay.
const emit = process.emitWarning.bind(process) as (...words: unknown[]) => void;

process.emitWarning = (...words: unknown[]) => {
  if (!String(words[0]).startsWith('SQLite is an experimental feature')) emit(...words);
};
