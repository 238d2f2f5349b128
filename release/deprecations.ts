// Whoever meets a deprecation must learn since when it is one, and what to use instead.
import { getDirectiveValues, GraphQLDeprecatedDirective, parse, visit } from 'graphql';

const dated = /^Since (\d{4}-\d{2}-\d{2}): \S.*\.$/s;

/** Coordinates of everything that is deprecated without a reason like `Since 2026-11-24: use articleBody instead.` */
export function undatedDeprecations(sdl: string): string[] {
  const undated: string[] = [];
  const names: string[] = [];
  visit(parse(sdl), {
    enter(node) {
      if (!('name' in node) || !node.name || node.kind === 'NamedType' || node.kind === 'Directive') return;
      names.push(node.name.value);
      const deprecation = getDirectiveValues(GraphQLDeprecatedDirective, node as never);
      if (deprecation && !isDated(String(deprecation['reason']))) undated.push(names.join('.'));
    },
    leave(node) {
      if (!('name' in node) || !node.name || node.kind === 'NamedType' || node.kind === 'Directive') return;
      names.pop();
    },
  });
  return undated;
}

function isDated(reason: string): boolean {
  const [, date] = dated.exec(reason) ?? [];
  // The 31st of February is none.
  return date !== undefined && new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) === true;
}
