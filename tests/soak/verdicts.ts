// Judges answers: each has to be what the corpus that it names gives, and none may fall back behind an answer before it.
import type { Expected } from './expected.ts';
import type { Question } from './questions.ts';

/** An answer of a service, as it came. */
export interface Answer {
  /** The service that gave it. */
  readonly service: string;
  readonly status: number;
  readonly body: string;
  /** The newest edition that the service had shown before it was asked. */
  readonly atLeast: number;
}

/**
 * `right`; `wrong`: not what its corpus gives; `mixed`: put together of several corpora; `stale`: right, but of an older corpus
 * than the service had shown before it was asked; `lost`: no answer at all.
 */
export type Verdict = 'right' | 'wrong' | 'mixed' | 'stale' | 'lost';

/** What is thought of an answer. */
export interface Judgement {
  readonly verdict: Verdict;
  /** The edition that it says it is of, where that is one. */
  readonly edition?: number;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Judges one answer. */
export async function judge(question: Question, answer: Answer, expected: Expected): Promise<Judgement> {
  const data = answer.status === 200 ? dataOf(answer.body) : undefined;
  if (!data) return { verdict: 'lost' };
  const { version } = data['corpus'] as { version: string };
  const edition = expected.numberOf(version);
  if (edition === undefined) return { verdict: 'wrong', data };
  if (answer.body !== (await expected.answer(version, question))) {
    return { verdict: (await isMixed(question, data, expected)) ? 'mixed' : 'wrong', edition, data };
  }
  return { verdict: edition < answer.atLeast ? 'stale' : 'right', edition, data };
}

function dataOf(body: string): Record<string, unknown> | undefined {
  try {
    const { data, errors } = JSON.parse(body) as { data?: Record<string, unknown> | null; errors?: unknown };
    return errors === undefined && data ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Whether each field is what some corpus gives. */
async function isMixed(
  question: Question,
  data: Readonly<Record<string, unknown>>,
  expected: Expected,
): Promise<boolean> {
  const all = await Promise.all(
    expected.versions().map(async (version) => dataOf(await expected.answer(version, question))!),
  );
  return Object.entries(data).every(([field, value]) =>
    all.some((one) => JSON.stringify(one[field]) === JSON.stringify(value)),
  );
}
