// Numbers for whoever runs the service, in the text format of Prometheus.
import { Counter, Gauge, Registry } from 'prom-client';
import type { EditingStatus } from './editing-status.ts';
import type { ServedCorpus } from './served-corpus.ts';

/** The numbers of a process; others may add theirs. */
export function createMetrics(corpus: ServedCorpus, editing: EditingStatus): Registry {
  const registry = new Registry();
  const registers = [registry];
  new Counter({
    name: 'corpus_refused_edits_total',
    help: 'Edits of the content that were not served because of their problems.',
    registers,
    collect() {
      this.reset();
      this.inc(editing.refusedEdits);
    },
  });
  new Gauge({
    name: 'corpus_problems',
    help: 'Problems that keep the last edit of the content from being served; 0 where it is served.',
    registers,
    collect() {
      this.set(editing.problems);
    },
  });
  new Gauge({
    name: 'corpus_age_seconds',
    help: 'Seconds since the corpus that is served was put into service; not a number while nothing is served.',
    registers,
    collect() {
      this.set(corpus.isServing ? (Date.now() - corpus.since) / 1_000 : Number.NaN);
    },
  });
  return registry;
}
