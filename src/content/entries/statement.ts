// The statements of an article's file to their entries.
import type { Anchor, ExactWords } from '../../model/anchor.ts';
import type { Article, ArticleText } from '../../model/article.ts';
import { globalId } from '../../model/kind.ts';
import type { DataPath, Entry, Membership } from '../../model/record.ts';
import type { Attribution, Statement, StatementValue } from '../../model/statement.ts';
import { anchorOf, type ArticleTexts } from './anchor.ts';
import { partFormerIds } from './article.ts';
import { MentionedWithin } from './mentioned.ts';
import { dateColumns, distinct, type Draft, referencesOfMembers, type Workbench } from './workbench.ts';

const FIELDS = ['HEADLINE', 'DESCRIPTION', 'BODY'] as const satisfies readonly Anchor['field'][];

/** Makes the entries of an article's statements. */
export function statementEntries(
  draft: Draft<'article'>,
  article: Article,
  { mentions }: ArticleText,
  texts: ArticleTexts,
  bench: Workbench,
): Entry<'statement'>[] {
  const mentioned = new MentionedWithin(mentions);
  const entries = draft.data.statements.map((value, index) => {
    const path = ['statements', index];
    const record = statementRecord(draft, article, texts, mentioned, value, path);
    return { value, path, record };
  });
  const references = referencesOfMembers(draft.references, 'statements');
  const readingOrder = entries.map(({ record }) => record).toSorted(compareByPlace);
  const positions = new Map(readingOrder.map((record, position) => [record, position]));
  return entries.map(({ value, path, record }, index) => ({
    kind: 'statement',
    record,
    columns: {
      ...dateColumns(record.dateUttered),
      published: Date.parse(article.datePublished),
      article: article.id,
      position: positions.get(record) ?? 0,
      kind: record.kind,
      form: record.form,
      speaker: record.speaker ?? null,
    },
    origin: { ...draft.origin, path },
    otherIds: partFormerIds(draft, record.id, value.slug, value.formerSlug),
    references: [
      ...(references.get(index) ?? []),
      ...[...bench.withBroader(record.about), ...record.mentions].map((target) => ({ target })),
    ],
    memberships: membershipsOf(record, bench),
    search: { title: '', alternateName: [], text: distinct([record.text, record.originalText]) },
    through: article.id,
  }));
}

function statementRecord(
  draft: Draft<'article'>,
  article: Article,
  texts: ArticleTexts,
  mentioned: MentionedWithin,
  value: StatementValue,
  path: DataPath,
): Statement {
  const { exact, slug, basis: _, formerSlug: __, attribution: ___, ...own } = value;
  const anchors = anchorsOf(draft, texts, exact, [...path, 'exact']);
  refuseRepeatedResponses(draft, own.inResponseTo, [...path, 'inResponseTo']);
  return {
    ...own,
    id: globalId('Statement', `${draft.slug}/${slug}`),
    slug: `${draft.slug}/${slug}`,
    text: own.text ?? anchors.map((anchor) => anchor.exact).join(' … '),
    inLanguage: own.inLanguage ?? article.inLanguage,
    article: article.id,
    attribution: attributionOf(draft, article, texts, value, path),
    anchors,
    mentions: mentioned.within(anchors),
  };
}

/** Of two answers to one statement nobody could say which counts. */
function refuseRepeatedResponses(
  draft: Draft<'article'>,
  responses: StatementValue['inResponseTo'],
  path: DataPath,
): void {
  const answered = new Map<string, number>();
  for (const [index, { statement }] of responses.entries()) {
    const first = answered.get(statement);
    if (first === undefined) {
      answered.set(statement, index);
      continue;
    }
    const slug = statement.slice(statement.indexOf(':') + 1);
    draft.report(
      [...path, index, 'statement'],
      'DUPLICATE_RESPONSE',
      `"${slug}" is answered by inResponseTo[${first}] already: keep one of the two, with the stance that is meant`,
    );
  }
}

function anchorsOf(
  draft: Draft<'article'>,
  texts: ArticleTexts,
  exact: StatementValue['exact'],
  path: DataPath,
): Anchor[] {
  const stretches: readonly ExactWords[] = Array.isArray(exact) ? exact : [exact];
  return stretches
    .flatMap(
      (words, index) => anchorOf(draft, texts, words, Array.isArray(exact) ? [...path, index] : path) ?? [],
    )
    .toSorted(compareAnchors);
}

/** The chain as files give it, completed by the speaker at its front and the publisher at its end. */
function attributionOf(
  draft: Draft<'article'>,
  article: Article,
  texts: ArticleTexts,
  value: StatementValue,
  path: DataPath,
): Attribution[] {
  const links = value.attribution.map(({ exact, ...link }, index): Attribution => {
    if (link.role === 'PUBLISHED_BY' && index < value.attribution.length - 1) {
      draft.report(
        [...path, 'attribution', index, 'role'],
        'BAD_VALUE',
        'what published the words is the last link of a chain: move it to the end',
      );
    }
    const anchor =
      exact === undefined
        ? undefined
        : anchorOf(draft, texts, exact, [...path, 'attribution', index, 'exact']);
    return anchor ? { ...link, anchor } : link;
  });
  const { speaker, speakerDescription, basis } = value;
  if (!links.some(({ role }) => role === 'SPEAKER') && (speaker ?? speakerDescription) !== undefined) {
    links.unshift({ role: 'SPEAKER', actor: speaker, description: speakerDescription, basis });
  }
  if (links.at(-1)?.role !== 'PUBLISHED_BY' && article.publisher !== undefined) {
    links.push({ role: 'PUBLISHED_BY', source: article.publisher, basis: 'ON_THE_RECORD' });
  }
  return links;
}

function membershipsOf(statement: Statement, bench: Workbench): Membership[] {
  const member = statement.id;
  return [
    { list: 'article.statements', owner: statement.article, member },
    ...(statement.speaker === undefined
      ? []
      : [{ list: 'actor.statements', owner: statement.speaker, member } as const]),
    ...(statement.event === undefined
      ? []
      : [{ list: 'event.statements', owner: statement.event, member } as const]),
    ...statement.mentions.map((owner): Membership => ({ list: 'mention.statements', owner, member })),
    ...bench
      .withBroader(statement.about)
      .map((owner): Membership => ({ list: 'topic.statements', owner, member })),
    ...distinct(statement.outcomes).flatMap((outcome): Membership[] => [
      { list: 'outcome.statements', owner: outcome, member },
      { list: 'statement.outcomes', owner: member, member: outcome },
    ]),
    ...statement.inResponseTo.map((response): Membership => ({
      list: 'statement.responses',
      owner: response.statement,
      member,
      label: response.stance,
    })),
  ];
}

function compareByPlace(a: Statement, b: Statement): number {
  const [first] = a.anchors;
  const [second] = b.anchors;
  return first && second ? compareAnchors(first, second) : 0;
}

function compareAnchors(a: Anchor, b: Anchor): number {
  return FIELDS.indexOf(a.field) - FIELDS.indexOf(b.field) || a.start - b.start || a.end - b.end;
}
