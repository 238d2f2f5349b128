// Numbers for whoever runs the service, in the text format of Prometheus. No label has values that clients choose.
import { parse } from 'graphql';
import {
  AggregatorRegistry,
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';
import type { EditingStatus } from './editing-status.ts';
import { type Limit, limitSettings } from './limits.ts';
import { CLIENT_GONE, type Note, type Observer } from './notes.ts';
import type { ServedCorpus } from './served-corpus.ts';
import type { OnStoreCall } from './timed-reader.ts';

/** What is measured. */
export interface Measured {
  readonly corpus: ServedCorpus;
  /** What becomes of edits, in the process that follows the content. */
  readonly editing?: EditingStatus | undefined;
  /** Names of operations that become labels: those of trusted documents. All others are one. */
  readonly operations?: ReadonlySet<string> | undefined;
}

/** The numbers of a process as another one can take them. */
export type Numbers = readonly MetricObjectWithValues<MetricValue<string>>[];

/** The label of operations that are not known. */
const OTHER = 'other';
const MOST_OPERATIONS = 200;
// Codes come from the service alone; should one ever be made of what a client sends, numbers stay few.
const MOST_CODES = 100;
/** What answers say that a client took more than it may. */
const REFUSALS: ReadonlySet<string> = new Set([
  'TOO_MANY_SUBSCRIBERS',
  'SERVER_BUSY',
  'SLOW_READER',
  ...Object.values(limitSettings).flatMap((limit: Limit) => limit.code ?? []),
]);
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The numbers of a process. */
export class Metrics {
  readonly registry = new Registry();
  /** Counts requests. */
  readonly requests: Observer;
  /** Takes how long calls of the store take. */
  readonly onStoreCall: OnStoreCall;
  #subscribers: () => number = () => 0;
  #waiting: () => number = () => 0;

  constructor({ corpus, editing, operations = new Set() }: Measured) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    measureCorpus(registers, corpus);
    if (editing) measureEditing(registers, editing);
    gauge({
      name: 'onrecord_subscribers',
      help: 'Event streams and sockets that are open.',
      aggregator: 'sum',
      registers,
      value: () => this.#subscribers(),
    });
    gauge({
      name: 'onrecord_waiting_operations',
      help: 'Operations that wait for those before them.',
      aggregator: 'sum',
      registers,
      value: () => this.#waiting(),
    });
    this.requests = countRequests(registers, operations);
    const storeCalls = new Histogram({
      name: 'onrecord_store_call_duration_seconds',
      help: 'How long calls of the store took, by what was asked for.',
      labelNames: ['call'],
      buckets: [0.0001, 0.00025, 0.0005, ...SECONDS],
      registers,
    });
    this.onStoreCall = (call, milliseconds) => storeCalls.observe({ call }, milliseconds / 1_000);
  }

  /** Takes from `count` how many streams and sockets are open. */
  countSubscribers(count: () => number): void {
    this.#subscribers = count;
  }

  /** Takes from `count` how many operations wait to be executed. */
  countWaiting(count: () => number): void {
    this.#waiting = count;
  }

  /** Takes from `isShared` whether rates are counted together with other processes. */
  watchRates(isShared: () => boolean): void {
    gauge({
      name: 'onrecord_rates_shared',
      help: '1 while rates are counted together with other processes, 0 while each counts by itself since the database is away.',
      registers: [this.registry],
      aggregator: 'min',
      value: () => Number(isShared()),
    });
  }

  /** The numbers as they are now. */
  async numbers(): Promise<Numbers> {
    return (await this.registry.getMetricsAsJSON()) as Numbers;
  }
}

/** The numbers of several processes as those of one: sums, but for ages and versions. */
export function together(numbers: readonly Numbers[]): Registry {
  return AggregatorRegistry.aggregate(numbers.map((each) => [...each]));
}

/** The names of the operations in documents. */
export function operationsOf(documents: Iterable<string>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const text of documents) {
    for (const definition of definitionsOf(text)) {
      if (definition.kind === 'OperationDefinition' && definition.name) names.add(definition.name.value);
      if (names.size === MOST_OPERATIONS) return names;
    }
  }
  return names;
}

function definitionsOf(text: string) {
  try {
    return parse(text).definitions;
  } catch {
    // Told at the start, and answered with an error.
    return [];
  }
}

function countRequests(registers: Registry[], operations: ReadonlySet<string>): Observer {
  const requests = new Counter({
    name: 'onrecord_requests_total',
    help: 'Requests for GraphQL by what became of them: ok, refused (the fault of the client), failed (that of the service), gone (the client left).',
    labelNames: ['operation', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'onrecord_request_duration_seconds',
    help: 'How long requests for GraphQL took, event streams left out.',
    labelNames: ['operation'],
    buckets: SECONDS,
    registers,
  });
  const costs = new Histogram({
    name: 'onrecord_request_cost',
    help: 'The cost of operations.',
    buckets: [1, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000],
    registers,
  });
  const errors = new Counter({
    name: 'onrecord_errors_total',
    help: 'Answers with an error, by its code.',
    labelNames: ['code'],
    registers,
  });
  const rejections = new Counter({
    name: 'onrecord_rejections_total',
    help: 'Answers that say that a limit is exceeded, by the code of the limit.',
    labelNames: ['code'],
    registers,
  });
  const kept = new Counter({
    name: 'onrecord_kept_answers_total',
    help: 'Plain requests by whether their answer was there already: hit or miss.',
    labelNames: ['result'],
    registers,
  });
  const known = new Set<string>();
  const bounded = (value: string) => {
    if (known.size < MOST_CODES) known.add(value);
    return known.has(value) ? value : OTHER;
  };
  return {
    end(note, status) {
      if (note.path !== '/graphql') return;
      const { asked, wasKept } = note;
      const operation = operations.has(asked.operation ?? '') ? asked.operation! : OTHER;
      requests.inc({ operation, outcome: outcomeOf(note, status) });
      if (asked.type !== 'subscription')
        durations.observe({ operation }, (performance.now() - note.start) / 1_000);
      if (asked.cost !== undefined) costs.observe(asked.cost);
      if (wasKept !== undefined) kept.inc({ result: wasKept ? 'hit' : 'miss' });
      for (const code of asked.codes) {
        errors.inc({ code: bounded(code) });
        if (REFUSALS.has(code)) rejections.inc({ code });
      }
    },
  };
}

function outcomeOf({ asked }: Note, status: number): 'ok' | 'refused' | 'failed' | 'gone' {
  // Streams end when their client goes.
  if (status === CLIENT_GONE) return asked.type === 'subscription' ? 'ok' : 'gone';
  const isOurs = (code: string) => code === 'INTERNAL_SERVER_ERROR' || code === 'STORE_UNAVAILABLE';
  if (status >= 500 || asked.codes.some(isOurs)) return 'failed';
  return status >= 400 || asked.codes.length > 0 ? 'refused' : 'ok';
}

function measureCorpus(registers: Registry[], corpus: ServedCorpus): void {
  gauge({
    name: 'corpus_age_seconds',
    help: 'Seconds since the corpus that is served was put into service; not a number while nothing is served.',
    registers,
    value: () => (corpus.isServing ? (Date.now() - corpus.since) / 1_000 : Number.NaN),
  });
  new Gauge({
    name: 'onrecord_corpus_info',
    help: '1 for the version of the corpus that is served.',
    labelNames: ['version'],
    registers,
    aggregator: 'max',
    collect() {
      this.reset();
      if (corpus.isServing) this.set({ version: corpus.store.version }, 1);
    },
  });
}

function measureEditing(registers: Registry[], editing: EditingStatus): void {
  new Counter({
    name: 'corpus_refused_edits_total',
    help: 'Edits of the content that were not served because of their problems.',
    registers,
    collect() {
      this.reset();
      this.inc(editing.refusedEdits);
    },
  });
  gauge({
    name: 'corpus_problems',
    help: 'Problems that keep the last edit of the content from being served; 0 where it is served.',
    registers,
    value: () => editing.problems,
  });
  const compilations = new Histogram({
    name: 'onrecord_edit_compile_duration_seconds',
    help: 'How long it took to compile an edit of the content, whether it was served or refused.',
    buckets: [...SECONDS, 30, 60, 300],
    registers,
  });
  editing.onCompiled = (milliseconds) => compilations.observe(milliseconds / 1_000);
}

/** A number that is read when it is asked for. Of several processes the greatest counts where nothing else is said. */
function gauge(options: {
  readonly name: string;
  readonly help: string;
  readonly registers: Registry[];
  readonly value: () => number;
  readonly aggregator?: 'min' | 'max' | 'sum';
}): void {
  const { value, aggregator = 'max', ...rest } = options;
  new Gauge({
    ...rest,
    aggregator,
    collect() {
      this.set(value());
    },
  });
}
