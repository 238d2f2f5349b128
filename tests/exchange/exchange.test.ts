// Articles and statements in the formats of others.
import { expect, test } from 'vitest';
import { useCorpus } from '../graphql/corpus.ts';

const { ask } = useCorpus();

test('a statement is a valid Web Annotation: context, IRI, type, and a selector for each anchor', async () => {
  const { data } = await ask(
    '{ statements(first: 100) { nodes { id text anchors { field exact start end } article { url articleBody headline } annotation } } }',
  );
  type Selector = { type: string; exact?: string; start?: number; end?: number };
  type Node = {
    id: string;
    text: string;
    anchors: { field: string; exact: string; start: number; end: number }[];
    article: { articleBody: string };
    annotation: {
      '@context': string;
      id: string;
      type: string;
      body: { type: string; value: string };
      target: { source: string; selector: Selector[] }[];
    };
  };
  const { nodes } = (data as { statements: { nodes: Node[] } }).statements;
  for (const { id, text, anchors, article, annotation } of nodes) {
    expect(annotation).toMatchObject({
      '@context': 'http://www.w3.org/ns/anno.jsonld',
      type: 'Annotation',
      body: { type: 'TextualBody', value: text },
    });
    expect(annotation.id).toBe(id);
    expect(URL.canParse(annotation.id)).toBe(true);
    expect(annotation.target).toHaveLength(anchors.length);
    for (const { source, selector } of annotation.target) {
      expect(URL.canParse(source)).toBe(true);
      const [quote, position] = selector;
      expect([quote?.type, position?.type]).toEqual(['TextQuoteSelector', 'TextPositionSelector']);
      expect([...article.articleBody].slice(position?.start, position?.end).join('')).toBe(quote?.exact);
    }
  }
  expect(nodes.length).toBeGreaterThan(20);
});

test('an article is a schema.org NewsArticle with its quotations and claims', async () => {
  const { data } = await ask('{ article(slug: "istanbul-talks-stall") { jsonLd } }');
  const { jsonLd } = (
    data as {
      article: { jsonLd: Record<string, unknown> & { hasPart: { '@type': string; identifier: string }[] } };
    }
  ).article;
  expect(jsonLd).toMatchObject({
    '@context': 'https://schema.org',
    '@type': 'ReportageNewsArticle',
    identifier: 'Article:istanbul-talks-stall',
    inLanguage: 'en',
    datePublished: '2025-05-16T18:30:00.000Z',
    publisher: { '@type': 'Organization', name: 'onrecord sample desk' },
    contentLocation: [
      {
        '@type': 'Place',
        name: 'Istanbul',
        geo: { '@type': 'GeoCoordinates', latitude: 41.01, longitude: 28.98 },
      },
    ],
  });
  const types = Object.groupBy(jsonLd.hasPart, (part) => part['@type']);
  expect(types['Quotation']?.map(({ identifier }) => identifier)).toEqual([
    'Statement:istanbul-talks-stall/underlying-causes',
  ]);
  expect(types['Claim']?.length).toBeGreaterThan(10);
  expect(JSON.stringify(jsonLd)).not.toContain('null');
});

test('JSON-LD says nothing of what is not there', async () => {
  const { data } = await ask('{ articles(first: 100) { nodes { jsonLd } } }');
  const empty = [...JSON.stringify(data).matchAll(/"([a-zA-Z]+)":(?:null|\[\]|"")/g)].map(
    (match) => match[1],
  );
  expect(empty).toEqual([]);
});
