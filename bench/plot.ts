// A picture of cost by the size of the corpus, as SVG: both axes logarithmic, so that what does not grow is level.
import type { Growth, Serving } from './growth.ts';

const [WIDTH, HEIGHT] = [860, 520];
const frame = { left: 80, top: 56, right: 570, bottom: 464 };
// Told apart by their dashes too, for those who do not tell colours apart.
const colours = [
  '#1f5f99',
  '#b5482a',
  '#3d7a3d',
  '#7a4a99',
  '#a0781e',
  '#2a8a8a',
  '#c23b6b',
  '#555555',
  '#8a5a3a',
  '#4455cc',
];
const dashes = ['', '7 3', '2 3', '9 3 2 3'];

interface Line {
  readonly name: string;
  readonly points: readonly (readonly [articles: number, milliseconds: number])[];
}

/** The p50 of each question by the number of articles. Undefined where fewer than two sizes were measured. */
export function growthPlot(growth: readonly Growth[]): string | undefined {
  const served = growth.flatMap(({ articles, serving }) => (serving ? [{ articles, serving }] : []));
  if (served.length < 2) return undefined;
  const lines = [
    ...Object.keys(served[0]!.serving.latencies).map((name) =>
      lineOf(name, served, (one) => one.latencies[name]!.p50),
    ),
    lineOf('bare ranked query', served, (one) => one.bareSearch.p50),
  ];
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const x = logScale(
    served.map(({ articles }) => articles),
    frame.left,
    frame.right,
  );
  const y = logScale(
    [decade(Math.min(...values), Math.floor), decade(Math.max(...values), Math.ceil)],
    frame.bottom,
    frame.top,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="#222">
<title>p50 of each question by the number of articles</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${frame.left}" y="24" font-size="15" font-weight="600">p50 of one request after another, by the size of the corpus</text>
<text x="${frame.left}" y="42" fill="#555">milliseconds; both axes logarithmic: a level line does not grow, a slope of one decade a decade grows with the corpus</text>
${y.ticks.map((value) => grid(y.place(value), milliseconds(value))).join('\n')}
${served.map(({ articles }) => column(x.place(articles), articles.toLocaleString('en'))).join('\n')}
<text x="${(frame.left + frame.right) / 2}" y="${frame.bottom + 40}" text-anchor="middle">articles</text>
${lines.map((line, index) => drawn(line, index, x.place, y.place)).join('\n')}
${labels(lines, y.place)}
</svg>
`;
}

function lineOf(
  name: string,
  served: readonly { articles: number; serving: Serving }[],
  read: (one: Serving) => number,
): Line {
  return { name, points: served.map(({ articles, serving }) => [articles, read(serving)] as const) };
}

function drawn(
  { points }: Line,
  index: number,
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  const places = points.map(([articles, value]) => [x(articles).toFixed(1), y(value).toFixed(1)] as const);
  const colour = colours[index % colours.length]!;
  const dash = dashes[index % dashes.length]!;
  const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`).join('');
  return `<polyline points="${places.map((place) => place.join()).join(' ')}" fill="none" stroke="${colour}" stroke-width="1.8"${dash && ` stroke-dasharray="${dash}"`}/>${dots}`;
}

/** Names at the ends of the lines, moved apart where they would overlap, each led to by a thin line. */
function labels(lines: readonly Line[], y: (value: number) => number): string {
  const wanted = lines
    .map(({ name, points }, index) => ({ name, index, value: points.at(-1)![1], end: y(points.at(-1)![1]) }))
    .toSorted((a, b) => a.end - b.end);
  const step = 16;
  const lowest = frame.bottom + 4;
  let next = frame.top;
  const placed = wanted.map((label) => {
    const place = Math.max(next, label.end);
    next = place + step;
    return { ...label, place };
  });
  // What was pushed below the frame pushes back.
  let limit = lowest;
  for (const label of placed.toReversed()) {
    label.place = Math.min(label.place, limit);
    limit = label.place - step;
  }
  return placed
    .map(({ name, index, value, end, place }) => {
      const colour = colours[index % colours.length]!;
      return `<path d="M${frame.right + 4} ${end.toFixed(1)}L${frame.right + 16} ${place.toFixed(1)}" stroke="${colour}" stroke-width="0.8" fill="none"/><text x="${frame.right + 20}" y="${(place + 4).toFixed(1)}" fill="${colour}">${escape(name)}, ${milliseconds(value)}</text>`;
    })
    .join('\n');
}

function grid(y: number, text: string): string {
  return `<path d="M${frame.left} ${y.toFixed(1)}H${frame.right}" stroke="#e2e2e2"/><text x="${frame.left - 8}" y="${(y + 4).toFixed(1)}" text-anchor="end">${text}</text>`;
}

function column(x: number, text: string): string {
  return `<path d="M${x.toFixed(1)} ${frame.top}V${frame.bottom}" stroke="#e2e2e2"/><text x="${x.toFixed(1)}" y="${frame.bottom + 20}" text-anchor="middle">${text}</text>`;
}

function logScale(values: readonly number[], from: number, to: number) {
  const [low, high] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const place = (value: number) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  const ticks = [];
  for (let power = Math.ceil(low); power <= high + 1e-9; power += 1) ticks.push(10 ** power);
  return { place, ticks };
}

function decade(value: number, round: (value: number) => number): number {
  return 10 ** round(Math.log10(value));
}

function milliseconds(value: number): string {
  return `${value >= 10 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(2))} ms`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
