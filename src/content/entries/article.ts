// An article's file to its entry and those of its statements and corrections.
import { createHash } from 'node:crypto';
import type { Article, ArticleText, Correction, Mention, Paragraph } from '../../model/article.ts';
import { globalId, parseId } from '../../model/kind.ts';
import { type Entry, type Membership, type NamedReference, type Span, sortKey } from '../../model/record.ts';
import { NESTING_LIMIT, plainText, readBody } from '../body.ts';
import { countWords } from '../words.ts';
import { type ArticleTexts, articleTexts } from './anchor.ts';
import { statementEntries } from './statement.ts';
import { formerIds } from './thing.ts';
import {
  distinct,
  type Draft,
  type EntryMaker,
  inUtc,
  referencesOfMembers,
  type Workbench,
} from './workbench.ts';

/** Makes the entries of an article, of its statements and of its corrections. */
export const articleEntries: EntryMaker<'article'> = (draft, bench) => {
  const id = globalId('Article', draft.slug);
  const paragraphs = paragraphsOf(draft);
  const articleBody = plainText(paragraphs);
  const { statements: _, corrections: __, ...own } = draft.data;
  const texts = articleTexts({ ...own, id }, articleBody);
  const mentions = mentionsIn(texts, bench);
  const text: ArticleText = { articleBody, paragraphs, mentions };
  const corrections = correctionEntries(draft, id);
  const record: Article = {
    ...own,
    id,
    slug: draft.slug,
    datePublished: inUtc(own.datePublished),
    ...(own.dateModified && { dateModified: inUtc(own.dateModified) }),
    ...(own.embargoedUntil && { embargoedUntil: inUtc(own.embargoedUntil) }),
    ...(own.expires && { expires: inUtc(own.expires) }),
    textDigest: createHash('sha256').update(articleBody).digest('hex'),
    wordCount: countWords(articleBody),
    corrections: corrections.map((correction) => correction.record.id),
  };
  const statements = statementEntries(draft, record, text, texts, bench);
  const entry: Entry<'article'> = {
    kind: 'article',
    record,
    text,
    columns: {
      published: Date.parse(record.datePublished),
      modified: record.dateModified === undefined ? null : Date.parse(record.dateModified),
      headline: sortKey(record.headline),
      language: record.inLanguage,
      genre: record.genre,
    },
    origin: draft.origin,
    otherIds: formerIds(id, own.formerSlug),
    // What is about a topic is about the broader ones too, so it refers to them as well.
    references: [
      ...articleReferences(draft),
      ...[...bench.withBroader(own.about), ...mentions.map(({ thing }) => thing)].map(
        (target): NamedReference => ({ target }),
      ),
    ],
    memberships: membershipsOf(
      record,
      text,
      statements.map((statement) => statement.record),
      bench,
    ),
    search: {
      title: record.headline,
      alternateName: record.alternativeHeadline === undefined ? [] : [record.alternativeHeadline],
      text: record.description === undefined ? [articleBody] : [record.description, articleBody],
    },
    visible: visibleSpan(record),
  };
  return [entry, ...statements, ...corrections];
};

function paragraphsOf(draft: Draft<'article'>): Paragraph[] {
  let isTooDeep = false;
  const paragraphs = readBody(draft.body ?? '', () => (isTooDeep = true));
  if (isTooDeep) {
    draft.report(
      [],
      'BAD_VALUE',
      `the body has lists or quotations in one another more than ${NESTING_LIMIT} deep: make it flatter`,
    );
  } else if (draft.body !== undefined && paragraphs.length === 0) {
    draft.report(
      [],
      'EMPTY_BODY',
      'the article has no text: write it below the front matter, or as articleBody in JSON Lines',
    );
  }
  return paragraphs;
}

function articleReferences(draft: Draft<'article'>): NamedReference[] {
  return draft.references.filter(({ path }) => path?.[0] !== 'statements' && path?.[0] !== 'corrections');
}

function mentionsIn(texts: ArticleTexts, bench: Workbench): Mention[] {
  const mentions = new Map<string, Mention & { anchors: Mention['anchors'][number][] }>();
  for (const { from, to, things } of bench.names.find(texts.BODY.text)) {
    const anchor = { article: texts.id, field: 'BODY' as const, ...texts.BODY.stretch(from, to) };
    for (const thing of things) {
      const mention = mentions.get(thing);
      if (mention) mention.anchors.push(anchor);
      else mentions.set(thing, { thing, matchedName: anchor.exact, anchors: [anchor] });
    }
  }
  return [...mentions.values()];
}

/** From when on and until when an article may be shown. */
function visibleSpan({ pubStatus, datePublished, embargoedUntil, expires }: Article): Span {
  if (pubStatus !== 'USABLE') return { from: 0, until: 0 };
  const from = Math.max(
    Date.parse(datePublished),
    embargoedUntil === undefined ? -Infinity : Date.parse(embargoedUntil),
  );
  return { from, until: expires === undefined ? Infinity : Math.max(from, Date.parse(expires)) };
}

function membershipsOf(
  article: Article,
  { mentions }: ArticleText,
  statements: readonly Entry<'statement'>['record'][],
  bench: Workbench,
): Membership[] {
  const member = article.id;
  const mentioned = mentions.map(({ thing }) => thing);
  const isPlace = (id: string | undefined) => id !== undefined && parseId(id)?.kind === 'place';
  const speakers = statements.map(({ speaker }) => speaker);
  const actors = distinct([...article.author, ...speakers, ...mentioned.filter((id) => !isPlace(id))]);
  const places = distinct([...article.contentLocation, ...mentioned.filter(isPlace)]);
  const sources = distinct([
    article.publisher,
    ...article.isBasedOn,
    ...statements.flatMap(({ attribution }) => attribution.map(({ source }) => source)),
  ]);
  const events = distinct([...article.events, ...statements.map(({ event }) => event)]);
  const outcomes = distinct(statements.flatMap((statement) => statement.outcomes));
  return [
    ...actors.map((owner): Membership => ({ list: 'actor.articles', owner, member })),
    ...places.map((owner): Membership => ({ list: 'place.articles', owner, member })),
    ...sources.map((owner): Membership => ({ list: 'source.articles', owner, member })),
    ...distinct(article.author).map((owner): Membership => ({ list: 'author.articles', owner, member })),
    ...(article.publisher === undefined
      ? []
      : [{ list: 'publisher.articles', owner: article.publisher, member } as const]),
    ...mentioned.map((owner): Membership => ({ list: 'mention.articles', owner, member })),
    ...distinct([...mentioned, ...speakers]).map((owner): Membership => ({
      list: 'figure.articles',
      owner,
      member,
    })),
    ...distinct(article.about).map((owner): Membership => ({ list: 'subject.articles', owner, member })),
    ...bench
      .withBroader(article.about)
      .map((owner): Membership => ({ list: 'topic.articles', owner, member })),
    ...events.flatMap((event): Membership[] => [
      { list: 'event.articles', owner: event, member },
      { list: 'article.events', owner: member, member: event },
    ]),
    ...outcomes.map((outcome): Membership => ({ list: 'article.outcomes', owner: member, member: outcome })),
    ...(article.translationOf === undefined
      ? []
      : [{ list: 'article.translations', owner: article.translationOf, member } as const]),
  ];
}

function correctionEntries(draft: Draft<'article'>, article: string): Entry<'correction'>[] {
  const references = referencesOfMembers(draft.references, 'corrections');
  return draft.data.corrections.map(({ slug, formerSlug, ...own }, index) => {
    const path = ['corrections', index];
    const record: Correction = {
      ...own,
      dateCreated: inUtc(own.dateCreated),
      id: globalId('Correction', `${draft.slug}/${slug}`),
      slug: `${draft.slug}/${slug}`,
      article,
    };
    return {
      kind: 'correction',
      record,
      columns: { created: Date.parse(record.dateCreated) },
      origin: { ...draft.origin, path },
      otherIds: partFormerIds(draft, record.id, slug, formerSlug),
      references: references.get(index) ?? [],
      memberships: own.affects.map((owner) => ({
        list: parseId(owner)?.kind === 'statement' ? 'statement.voidedBy' : 'statusChange.voidedBy',
        owner,
        member: record.id,
      })),
      through: article,
    };
  });
}

/** The former ids of a part of an article, by former slugs of the part, of the article, and of both. */
export function partFormerIds(
  draft: Draft<'article'>,
  id: string,
  slug: string,
  formerSlug: readonly string[],
): string[] {
  const paths = [draft.slug, ...draft.data.formerSlug].flatMap((article) =>
    [slug, ...formerSlug].map((part) => `${article}/${part}`),
  );
  return formerIds(id, paths.slice(1));
}
