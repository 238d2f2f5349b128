// When a service has stood a load: nothing but what it means to answer, and memory that comes back.
import type { HeapReport } from './heap.ts';
import type { OverloadReport } from './overload.ts';
import type { StreamsReport } from './streams.ts';
import { megabytes } from './service.ts';

// What is compiled and kept differs a little from round to round; what leaks grows with every request.
const MOST_GROWTH = 8e6;
const LONGEST_BACK_TO_NORMAL = 5_000;

/** What is wrong with rounds of load. */
export function problemsOfHeap({ answers, growth, failures }: HeapReport): readonly string[] {
  const meant = /^(?:[2-4]\d\d|stream|socket)$/;
  return [
    ...failures,
    ...Object.keys(answers)
      .filter((answer) => !meant.test(answer))
      .map((answer) => `Answered with ${answer}`),
    ...(growth > MOST_GROWTH ? [`It grew by ${megabytes(growth)}`] : []),
  ];
}

/** What is wrong with an overload. */
export function problemsOfOverload(report: OverloadReport): readonly string[] {
  const { answers, limited, weights, failures } = report;
  const growth = weights.at(-1)!.heapUsed - weights[0]!.heapUsed;
  return [
    ...failures,
    ...[...Object.keys(answers), ...Object.keys(limited)]
      .filter((answer) => !['200', '429', '503'].includes(answer))
      .map((answer) => `Answered with ${answer}`),
    ...(limited['429'] ? [] : ['Nobody was limited']),
    // What is compiled, and pools that are as large as they were needed.
    ...(growth > 5 * MOST_GROWTH ? [`It grew by ${megabytes(growth)}`] : []),
  ];
}

/** What is wrong with the time that it took; on a machine that does nothing else. */
export function problemsOfTime({ backToNormal }: OverloadReport): readonly string[] {
  return backToNormal > LONGEST_BACK_TO_NORMAL ? [`Back to normal after ${backToNormal} ms`] : [];
}

/** What is wrong with streams. */
export function problemsOfStreams({ weights, failures }: StreamsReport): readonly string[] {
  const [before, , , after] = weights;
  const growth = after!.heapUsed - before!.heapUsed;
  return [...failures, ...(growth > MOST_GROWTH ? [`It grew by ${megabytes(growth)}`] : [])];
}
