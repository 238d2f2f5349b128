// Articles as schema.org NewsArticle, ready for a page's <script type="application/ld+json">.
import type { Actor } from '../model/actor.ts';
import type { Article, Correction } from '../model/article.ts';
import { parseId } from '../model/kind.ts';
import type { Place } from '../model/place.ts';
import type { Thing } from '../model/record.ts';
import type { Source } from '../model/source.ts';
import type { Statement } from '../model/statement.ts';
import type { Topic } from '../model/topic.ts';

/** The records that an article names, as far as they may be shown. */
export interface ArticleSurroundings {
  readonly author: readonly Actor[];
  readonly publisher: Source | null;
  readonly isBasedOn: readonly Source[];
  readonly contentLocation: readonly Place[];
  readonly about: readonly Topic[];
  readonly mentions: readonly Thing[];
  readonly corrections: readonly Correction[];
  readonly translationOf: Article | null;
  readonly translations: readonly Article[];
  readonly statements: readonly { readonly statement: Statement; readonly speaker: Actor | null }[];
}

type JsonLd = Record<string, unknown>;

// Subtypes of schema.org NewsArticle.
const typeOfGenre = {
  REPORTAGE: 'ReportageNewsArticle',
  ANALYSIS: 'AnalysisNewsArticle',
  BACKGROUND: 'BackgroundNewsArticle',
  OPINION: 'OpinionNewsArticle',
  REVIEW: 'ReviewNewsArticle',
} as const;

const typeOfThing: Readonly<Record<string, string>> = {
  Person: 'Person',
  Organization: 'Organization',
  Country: 'Country',
  Place: 'Place',
  Event: 'Event',
};

/** An article as JSON-LD. Direct words are a Quotation, retold ones a Claim. */
export function newsArticle(article: Article, articleBody: string, around: ArticleSurroundings): JsonLd {
  return withoutEmpty({
    '@context': 'https://schema.org',
    '@type': typeOfGenre[article.genre],
    identifier: article.id,
    url: article.url,
    mainEntityOfPage: article.url,
    headline: article.headline,
    alternativeHeadline: article.alternativeHeadline,
    description: article.description,
    articleBody,
    wordCount: article.wordCount,
    inLanguage: article.inLanguage,
    datePublished: article.datePublished,
    dateModified: article.dateModified,
    expires: article.expires,
    dateline: article.dateline,
    author: around.author.map(thing),
    publisher: around.publisher && publisher(around.publisher),
    isBasedOn: around.isBasedOn.map((source) =>
      withoutEmpty({ '@type': 'CreativeWork', identifier: source.id, name: source.name, url: source.url }),
    ),
    image: article.image.map((image) => withoutEmpty({ '@type': 'ImageObject', ...image })),
    contentLocation: around.contentLocation.map(place),
    creditText: article.creditText,
    copyrightNotice: article.copyrightHolder,
    license: article.license,
    conditionsOfAccess: article.usageTerms,
    about: around.about.map(thing),
    mentions: around.mentions.map(thing),
    correction: around.corrections.map((correction) => ({
      '@type': 'CorrectionComment',
      identifier: correction.id,
      text: correction.text,
      dateCreated: correction.dateCreated,
    })),
    translationOfWork: around.translationOf && translation(around.translationOf),
    workTranslation: around.translations.map(translation),
    hasPart: around.statements.map(({ statement, speaker }) => said(statement, speaker)),
  });
}

function said(statement: Statement, speaker: Actor | null): JsonLd {
  const author = speaker
    ? thing(speaker)
    : statement.speakerDescription && { '@type': 'Person', description: statement.speakerDescription };
  return withoutEmpty({
    '@type': statement.form === 'DIRECT' ? 'Quotation' : 'Claim',
    identifier: statement.id,
    text: statement.text,
    inLanguage: statement.inLanguage,
    author,
    // Only what is an ISO 8601 date in full is one for schema.org.
    dateCreated: /^\d{4}-\d\d-\d\d$/.test(statement.dateUttered ?? '') ? statement.dateUttered : undefined,
  });
}

function thing(record: Thing): JsonLd {
  const type = parseId(record.id)?.type ?? 'Thing';
  return withoutEmpty({
    '@type': typeOfThing[type] ?? 'Thing',
    identifier: record.id,
    name: record.name,
    alternateName: record.alternateName,
    sameAs: [
      ...record.sameAs,
      ...(record.wikidataId === undefined ? [] : [`https://www.wikidata.org/entity/${record.wikidataId}`]),
    ],
  });
}

function place(record: Place): JsonLd {
  const { latitude, longitude } = record;
  const isLocated = latitude !== undefined && longitude !== undefined;
  return { ...thing(record), ...(isLocated && { geo: { '@type': 'GeoCoordinates', latitude, longitude } }) };
}

function publisher(source: Source): JsonLd {
  return withoutEmpty({
    '@type': 'Organization',
    identifier: source.id,
    name: source.name,
    url: source.url,
    publishingPrinciples: source.publishingPrinciples,
  });
}

function translation(article: Article): JsonLd {
  return withoutEmpty({
    '@type': 'NewsArticle',
    identifier: article.id,
    url: article.url,
    headline: article.headline,
    inLanguage: article.inLanguage,
  });
}

/** What a record does not say is left out, rather than said to be null or none. */
function withoutEmpty(data: JsonLd): JsonLd {
  return Object.fromEntries(
    Object.entries(data).filter(
      ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );
}
