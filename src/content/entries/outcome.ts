// An outcome's file to its entry and those of its changes of status.
import { globalId } from '../../model/kind.ts';
import type { Outcome, StatusChange } from '../../model/outcome.ts';
import { countedDate } from '../../model/status.ts';
import type { Entry, Membership } from '../../model/record.ts';
import { anchorInArticle } from './anchor.ts';
import { formerIds, thingEntry } from './thing.ts';
import { dateColumns, distinct, type EntryMaker, referencesOfMembers } from './workbench.ts';

/** Makes the entries of an outcome and of its history. */
export const outcomeEntries: EntryMaker<'outcome'> = (draft, bench) => {
  const id = globalId('Outcome', draft.slug);
  const references = referencesOfMembers(draft.references, 'history');
  const changes = draft.data.history.flatMap((change, position): Entry<'statusChange'>[] => {
    const path = ['history', position] as const;
    const { article: articleId, exact, formerSlug, slug, ...own } = change;
    const changeId = globalId('StatusChange', `${draft.slug}/${slug}`);
    const article = bench.textsOf(articleId);
    const anchor = anchorInArticle(draft, bench, articleId, exact, [...path, 'exact']);
    if (!article || !anchor) {
      bench.leaveOut(changeId);
      return [];
    }
    const record: StatusChange = {
      ...own,
      id: changeId,
      slug: `${draft.slug}/${slug}`,
      outcome: id,
      recordedAt: article.datePublished,
      article: articleId,
      anchor,
    };
    return [
      {
        kind: 'statusChange',
        record,
        columns: {
          outcome: id,
          recorded: Date.parse(record.recordedAt),
          position,
          status: record.status,
          ...countedDate(record.date),
        },
        origin: { ...draft.origin, path },
        otherIds: formerIds(record.id, [
          ...formerSlug.map((former) => `${draft.slug}/${former}`),
          ...draft.data.formerSlug.flatMap((former) =>
            [slug, ...formerSlug].map((own) => `${former}/${own}`),
          ),
        ]),
        references: [...(references.get(position) ?? []), { target: id }],
        memberships: [{ list: 'article.outcomes', owner: articleId, member: id }],
        through: articleId,
      },
    ];
  });
  const record: Outcome = {
    ...draft.data,
    id,
    slug: draft.slug,
    history: changes.map((change) => change.record.id),
  };
  const memberships: Membership[] = [
    { list: 'event.outcomes', owner: record.event, member: id },
    ...distinct(record.parties.map(({ actor }) => actor)).map((owner): Membership => ({
      list: 'actor.outcomes',
      owner,
      member: id,
    })),
    ...record.about.map((owner): Membership => ({ list: 'topic.outcomes', owner, member: id })),
  ];
  const ownReferences = draft.references.filter((reference) => reference.path?.[0] !== 'history');
  return [
    thingEntry(
      { ...draft, references: ownReferences },
      'outcome',
      record,
      dateColumns(record.date),
      memberships,
    ),
    ...changes,
  ];
};
