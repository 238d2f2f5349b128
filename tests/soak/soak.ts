// Two services on one PostgreSQL are asked while their content is published anew: `npm run soak -- --minutes 5 --seed 1 [--json]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startServer } from '../postgres/server.ts';
import { Asking } from './asking.ts';
import { type Edition, writeEdition } from './editions.ts';
import { Expected } from './expected.ts';
import { build, serve } from './processes.ts';
import { lastSwitch } from './publications.ts';
import { isClean, type Report, tellProgress, tellReport } from './report.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error('Say for how long, and with which seed: npm run soak -- --minutes 5 --seed 1 [--json]');
  process.exit(2);
}

/** In milliseconds. */
const PUBLISHED_EVERY = 5_000;
const LONGEST_SWITCH = 30_000;

// A page can be asked for when the next edition is there already, and answered by one before; none is older.
const EDITIONS_KEPT = 5;

const tell = (line: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
const folder = mkdtempSync(join(tmpdir(), 'onrecord-soak-'));
const expected = new Expected(EDITIONS_KEPT);
let code = 1;

tell('PostgreSQL starts');
const server = await startServer();
try {
  await server.createDatabase('soak');
  const database = server.url('soak');
  // Written before anything is asked: what takes time from the services is the publishing alone, as on machines that only serve.
  const count = 1 + Math.ceil((minutes * 60_000) / PUBLISHED_EVERY);
  tell(`${count} editions are written`);
  const editions: Edition[] = [];
  for (let number = 0; number < count; number += 1) editions.push(await writeEdition(folder, seed, number));
  let edition = editions.shift()!;
  await expected.add(edition);
  await build(edition.content, database);
  const services = await Promise.all(['first', 'second'].map((name) => serve(name, database)));
  const failures: string[] = [];
  const [intervals, switches]: [number[], number[]] = [[], []];
  const memory = Object.fromEntries(services.map(({ name }) => [name, [] as number[]]));
  const weigh = () => services.forEach((service) => memory[service.name]!.push(service.memory() ?? 0));
  const asking = new Asking(services, expected, seed);
  const report = (): Report => ({
    seed,
    minutes,
    answers: asking.verdicts,
    questions: asking.questions,
    republications: switches.length,
    intervals,
    switches,
    memory,
    failures: [...failures, ...asking.failures],
  });

  weigh();
  tell(`Two services answer from edition 0; ${minutes} minutes from now on`);
  const start = performance.now();
  const minute = setInterval(weigh, 60_000);
  const progress = setInterval(() => tell(tellProgress(report())), 10_000);
  asking.start();
  try {
    const end = start + minutes * 60_000;
    let [last, due] = [start, start + PUBLISHED_EVERY];
    while (due < end) {
      await pause(Math.max(0, due - performance.now()));
      edition = editions.shift()!;
      if (edition.number > 1) intervals.push(performance.now() - last);
      last = performance.now();
      await expected.add(edition);
      await build(edition.content, database);
      const shown = asking.shown(edition.number);
      const when = await Promise.race([shown, pause(LONGEST_SWITCH, undefined, { ref: false })]);
      if (when === undefined)
        throw new Error(`Edition ${edition.number} was not shown by all in ${LONGEST_SWITCH} ms`);
      switches.push(when - (await lastSwitch(database)));
      due = Math.max(due + PUBLISHED_EVERY, performance.now());
    }
    await pause(Math.max(0, end - performance.now()));
  } catch (error) {
    failures.push(String(error));
  }
  clearInterval(minute);
  clearInterval(progress);
  await asking.stop();
  weigh();
  for (const service of services) {
    const ended = await service.stop();
    if (ended !== 0) failures.push(`The ${service.name} service ended with ${ended}`);
  }
  const result = report();
  console.log(values.json ? JSON.stringify(result, null, 2) : tellReport(result));
  code = isClean(result) ? 0 : 1;
} finally {
  await expected.remove();
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(code);
