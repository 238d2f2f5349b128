// onrecord doctor: whether a set-up will do, before it has to.
import type { Command, Options } from './command.ts';
import { type Examination, type Finding, fine, wrong } from './doctor/finding.ts';
import { examineMachine } from './doctor/machine.ts';
import { examineNetwork } from './doctor/network.ts';
import { examineStore } from './doctor/store.ts';
import { documentsOf } from './documents.ts';
import { refuseContradictions } from './serve.ts';
import { serveOptions } from './settings.ts';
import { alignedRows, tellError } from './words.ts';

const examinations: readonly Examination[] = [examineMachine, examineSettings, examineStore, examineNetwork];

export const doctor: Command = {
  summary: 'Looks whether a set-up will do, and says what to do where not.',
  about: `Takes what "serve" takes, and reads the settings as that does. Looks at the machine, the content, the store, the ports and
what is open to others. Changes nothing. Exit code 0 where nothing is wrong, whatever it warns of; 1 where something is; 2 where
settings cannot be read.`,
  options: [...serveOptions, 'json'],
  async run(options, io) {
    const findings: Finding[] = [];
    for (const examine of examinations) findings.push(...(await examine(options, io)));
    const ok = findings.every(({ result }) => result !== 'wrong');
    if (options.json) {
      io.out(JSON.stringify({ ok, findings }, null, 2));
      return ok ? 0 : 1;
    }
    io.out(alignedRows(findings.map(({ result, about, message }) => [result.toUpperCase(), about, message])));
    const count = (sought: string) => findings.filter(({ result }) => result === sought).length;
    io.out(`\n${count('wrong')} wrong, ${count('warning')} to be warned of, ${count('fine')} fine.`);
    return ok ? 0 : 1;
  },
};

const told = { allowed: 'others are executed too', only: 'nothing else is executed' } as const;

/** Settings that are good each, and not together; and the manifest that they name. */
function examineSettings(options: Options): Finding[] {
  const findings: Finding[] = [];
  try {
    refuseContradictions(options);
    findings.push(fine('settings', options.file === undefined ? 'They agree.' : `${options.file} is read.`));
  } catch (error) {
    findings.push(wrong('settings', tellError(error)));
  }
  if (options.trustedDocuments === 'off') return findings;
  try {
    const broken: string[] = [];
    const quiet = { err: (text: string) => void broken.push(text) };
    const { trusted } = documentsOf(options, quiet);
    findings.push(
      broken.length > 0
        ? wrong('documents', broken.join('\n').replaceAll('\n', '\n  '))
        : fine('documents', `${trusted?.size} are trusted, and ${told[options.trustedDocuments]}.`),
    );
  } catch (error) {
    findings.push(wrong('documents', tellError(error)));
  }
  return findings;
}
