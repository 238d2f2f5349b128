// When a service has stood a load: nothing but what it means to answer, and memory that comes back.
import type { HeapReport } from './heap.ts';
import { type OverloadReport, shareOf } from './overload.ts';
import type { StreamsReport } from './streams.ts';
import { megabytes } from './service.ts';

// What is compiled and kept differs a little from round to round; what leaks grows with every request.
const MOST_GROWTH = 8e6;
const LONGEST_BACK_TO_NORMAL = 5_000;
const LEAST_SHARE = 0.5;
// What a request may wait, and what comes on top of it where the machine has no core to spare.
const LONGEST_ANSWER = 2_000 + 1_000;

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
  const { flood, limited, weights, failures } = report;
  const growth = weights.at(-1)!.heapUsed - weights[0]!.heapUsed;
  return [
    ...failures,
    ...[flood, limited].flatMap(({ answers }) =>
      Object.keys(answers)
        .filter((answer) => !['200', '429', '503'].includes(answer))
        .map((answer) => `Answered with ${answer}`),
    ),
    ...(flood.answers['200'] ? [] : ['Nobody was answered']),
    ...(flood.answers['503'] ? [] : ['Nobody was refused']),
    ...(limited.answers['429'] ? [] : ['Nobody was limited']),
    ...(flood.closed + limited.closed > 0 ? ['Connections were closed'] : []),
    // What is compiled, the answers that are kept, and pools that are as large as they were needed.
    ...(growth > 10 * MOST_GROWTH ? [`It grew by ${megabytes(growth)}`] : []),
  ];
}

/** What is wrong with the time that it took; on a machine that does nothing else. */
export function problemsOfTime(report: OverloadReport): readonly string[] {
  const { backToNormal, flood } = report;
  const share = shareOf(report);
  const longest = flood.took['200']?.longest ?? 0;
  return [
    ...(backToNormal > LONGEST_BACK_TO_NORMAL ? [`Back to normal after ${backToNormal} ms`] : []),
    ...(share < LEAST_SHARE ? [`Answered ${Math.round(100 * share)} % of what it can do`] : []),
    ...(longest > LONGEST_ANSWER ? [`Answered after ${Math.round(longest)} ms`] : []),
  ];
}

/** What is wrong with streams. */
export function problemsOfStreams({ weights, failures }: StreamsReport): readonly string[] {
  const [before, , , after] = weights;
  const growth = after!.heapUsed - before!.heapUsed;
  return [...failures, ...(growth > MOST_GROWTH ? [`It grew by ${megabytes(growth)}`] : [])];
}
