// How many independent sources stand behind something: relays are traced to their roots.
import type { Article as ArticleRecord } from '../model/article.ts';
import type { Outcome as OutcomeRecord, StatusChange as StatusChangeRecord } from '../model/outcome.ts';
import type { Source as SourceRecord } from '../model/source.ts';
import type { Statement as StatementRecord } from '../model/statement.ts';
import type { Context } from './context.ts';
import { allMembersOf, isVoided } from './lists.ts';

/*
 * The root of a chain of attribution is its first link, counted from the words, that relayed or reported them: a source,
 * an actor, or somebody unnamed. Where the article itself is the first to report, the chain goes on through what the
 * article is based on, and where that says nothing it ends at the publisher. Sources are followed through `isBasedOn`.
 * Somebody unnamed, and a source of the kind UNIDENTIFIED, is another one in every article.
 */

const READING_ORDER = { field: 'READING_ORDER', direction: 'ASC' } as const;

/** Distinct roots behind an article: those of its statements and of what it is based on. */
export async function rootsOfArticle(context: Context, article: ArticleRecord): Promise<Set<string>> {
  const statements = await allMembersOf<StatementRecord>(
    context,
    { list: 'article.statements', owner: article.id },
    READING_ORDER,
  );
  const chains = await Promise.all(statements.map((statement) => rootsOfChain(context, statement, article)));
  const roots = union([...chains, await rootsOfSources(context, article.isBasedOn, article.id)]);
  return roots.size > 0 ? roots : rootsOfReport(context, article);
}

/** Distinct roots behind a statement: its own and those of visible, unvoided statements that support it. */
export async function rootsOfStatement(context: Context, statement: StatementRecord): Promise<Set<string>> {
  const supporting = await allMembersOf<StatementRecord>(
    context,
    { list: 'statement.responses', owner: statement.id, labels: ['SUPPORTS'] },
    READING_ORDER,
  );
  const voided = await Promise.all(supporting.map((support) => isVoided(context, support)));
  const counted = [statement, ...supporting.filter((_, index) => !voided[index])];
  return union(
    await Promise.all(
      counted.map(async (one) => rootsOfChain(context, one, await context.get<ArticleRecord>(one.article))),
    ),
  );
}

/** Distinct roots behind an outcome: those of its statements and of the articles of its history. */
export async function rootsOfOutcome(context: Context, outcome: OutcomeRecord): Promise<Set<string>> {
  const [statements, history] = await Promise.all([
    allMembersOf<StatementRecord>(context, { list: 'outcome.statements', owner: outcome.id }, READING_ORDER),
    context.findAll<StatusChangeRecord>(outcome.history),
  ]);
  const articles = await context.findAll<ArticleRecord>([
    ...new Set(history.map((change) => change.article)),
  ]);
  return union([
    ...(await Promise.all(statements.map((statement) => rootsOfStatement(context, statement)))),
    ...(await Promise.all(articles.map((article) => rootsOfArticle(context, article)))),
  ]);
}

async function rootsOfChain(
  context: Context,
  statement: StatementRecord,
  article: ArticleRecord,
): Promise<Set<string>> {
  for (const link of statement.attribution) {
    if (link.role !== 'RELAYED_BY' && link.role !== 'REPORTED_BY') continue;
    const named = (await context.find(link.source)) ?? (await context.find(link.actor));
    // A link that names a record which may not be shown says nothing.
    if (!named && (link.source ?? link.actor) !== undefined) continue;
    if (!named) return new Set([`unnamed in ${article.id}`]);
    return link.source === undefined ? new Set([named.id]) : rootsOfSources(context, [named.id], article.id);
  }
  return rootsOfReport(context, article);
}

async function rootsOfReport(context: Context, article: ArticleRecord): Promise<Set<string>> {
  const basis = await rootsOfSources(context, article.isBasedOn, article.id);
  return basis.size > 0 || article.publisher === undefined
    ? basis
    : rootsOfSources(context, [article.publisher], article.id);
}

/** Follows `isBasedOn` to sources that are based on none; a circle of sources counts as one root. */
async function rootsOfSources(
  context: Context,
  ids: readonly string[],
  article: string,
): Promise<Set<string>> {
  const known = new Map<string, SourceRecord>();
  for (let wave = await context.findAll<SourceRecord>(ids); wave.length > 0;) {
    for (const source of wave) known.set(source.id, source);
    const next = new Set(wave.flatMap((source) => source.isBasedOn).filter((id) => !known.has(id)));
    wave = await context.findAll<SourceRecord>([...next]);
  }
  const reach = new Map([...known.keys()].map((id) => [id, reachable(id, known)]));
  const roots = new Set<string>();
  for (const [id, beyond] of reach) {
    // A root leads nowhere, or only around in its own circle; of a circle the first id stands for all.
    const circle = [...beyond].filter((other) => reach.get(other)?.has(id));
    if ([...beyond].some((other) => !reach.get(other)?.has(id))) continue;
    const root = [id, ...circle].toSorted()[0] ?? id;
    roots.add(known.get(root)?.kind === 'UNIDENTIFIED' ? `${root} in ${article}` : root);
  }
  return roots;
}

function reachable(from: string, known: ReadonlyMap<string, SourceRecord>): Set<string> {
  const found = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of known.get(id)?.isBasedOn ?? []) {
      if (known.has(next) && !found.has(next)) {
        found.add(next);
        open.push(next);
      }
    }
  }
  return found;
}

function union(sets: readonly ReadonlySet<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
