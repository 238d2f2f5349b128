// Statements as W3C Web Annotations: what is said is the body, where it stands are the targets.
import type { Anchor } from '../model/anchor.ts';
import type { Article } from '../model/article.ts';
import type { Statement } from '../model/statement.ts';

/** A statement as a Web Annotation (W3C Recommendation of 23 February 2017), as JSON-LD. */
export function webAnnotation(statement: Statement, article: Article): Record<string, unknown> {
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    // Global ids have the form of an IRI.
    id: statement.id,
    type: 'Annotation',
    motivation: 'describing',
    body: {
      type: 'TextualBody',
      value: statement.text,
      format: 'text/plain',
      language: statement.inLanguage,
    },
    target: statement.anchors.map((anchor) => target(anchor, article)),
  };
}

function target({ field, exact, prefix, suffix, start, end }: Anchor, article: Article) {
  const quote = { type: 'TextQuoteSelector', exact, prefix, suffix };
  // Positions count in `articleBody`, so they say nothing of other texts.
  const selector = field === 'BODY' ? [quote, { type: 'TextPositionSelector', start, end }] : quote;
  return { source: article.url ?? article.id, selector };
}
