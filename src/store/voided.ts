// Whether a correction voids something: asked by filters and by the order of outcomes alike.
import { listCode } from './schema.ts';
import type { View } from './store.ts';
import { visible } from './visibility.ts';

/** Whether a visible correction voids the row `alias`, a statement or a change of status; `known` is a condition on the correction `v`. */
export function voided(
  list: `${'statement' | 'statusChange'}.voidedBy`,
  alias: string,
  view: View,
  known = 'TRUE',
): string {
  return (
    `EXISTS (SELECT 1 FROM member w JOIN correction v ON v.ordinal = w.member WHERE w.list = ${listCode(list)} ` +
    `AND w.owner = ${alias}.ordinal AND ${visible('v', view)} AND ${known})`
  );
}
