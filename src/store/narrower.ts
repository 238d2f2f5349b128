// What is about a topic through a narrower one. Articles and statements say it themselves: they name every topic above theirs.
// Events and outcomes name their own alone, since a way through a hidden topic must not be gone.
import type { ListName } from '../model/record.ts';
import type { Dialect } from './dialect.ts';
import { listCode } from './schema.ts';
import type { View } from './store.ts';
import { visible } from './visibility.ts';

/** Lists of topics that leave out what is about a narrower one. */
export const directTopicLists: readonly ListName[] = ['topic.events', 'topic.outcomes'];

/**
 * For IN: the ordinals of topics and of all that are a part of them, by ways that the view may see.
 * `topics` selects ordinals of topics that it may see.
 */
export function withNarrower(topics: string, view: View): string {
  return (
    `(WITH RECURSIVE narrower(ordinal) AS (${topics} UNION SELECT nm.member FROM narrower ` +
    `JOIN member nm ON nm.list = ${listCode('topic.narrower')} AND nm.owner = narrower.ordinal ` +
    `JOIN topic nt ON nt.ordinal = nm.member WHERE ${visible('nt', view)}) SELECT ordinal FROM narrower)`
  );
}

/**
 * A table for WITH RECURSIVE (ordinal, target): the topics above those of the events and outcomes in `hit` (ordinal, kind),
 * by ways that the view may see, and their own.
 */
export function topicsAbove(name: string, view: View, { join }: Dialect): string {
  return (
    `${name}(ordinal, target) AS (SELECT hit.ordinal, at.target FROM hit ${join} search_tag at ON at.ordinal = hit.ordinal ` +
    `${join} topic ot ON ot.ordinal = at.target WHERE hit.kind IN ('event', 'outcome') AND ${visible('ot', view)} ` +
    `UNION SELECT ${name}.ordinal, am.owner FROM ${name} ` +
    `JOIN member am ON am.list = ${listCode('topic.narrower')} AND am.member = ${name}.target ` +
    `JOIN topic bt ON bt.ordinal = am.owner WHERE ${visible('bt', view)})`
  );
}
