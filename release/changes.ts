// What changed between two printed schemas, and how much it hurts those who use them.
import { ChangeType, CriticalityLevel, diff, DiffRule } from '@graphql-inspector/core';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** How much a change hurts: clients must change, clients may be surprised, nobody notices. */
export type Level = 'breaking' | 'dangerous' | 'safe';

/** One change of a schema. */
export interface Change {
  readonly level: Level;
  /** The schema coordinate, for example `Article.headline`, `Article.statements.first` or `@cost`. */
  readonly coordinate: string;
  readonly message: string;
}

const levels: Readonly<Record<CriticalityLevel, Level>> = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
};

// Without them another subgraph that joins or shares no longer composes.
const bindingDirectives = ['key', 'shareable', 'interfaceObject', 'external', 'provides', 'requires'];

/** Reads SDL as it is, with directives that it does not define, as a subgraph has them. */
export function readSchema(sdl: string): GraphQLSchema {
  return buildSchema(sdl, { assumeValid: true, assumeValidSDL: true });
}

/** Every change from one schema to another, but for descriptions; those that hurt most first. */
export async function changesBetween(before: GraphQLSchema, after: GraphQLSchema): Promise<Change[]> {
  const found = await diff(before, after, [DiffRule.ignoreDescriptionChanges]);
  const added = new Map(
    found
      .filter(({ type }) => type === ChangeType.DirectiveUsageArgumentAdded)
      .map((each) => [each.path, each]),
  );
  const changes = found.flatMap(({ type, path = '', message, criticality, meta }): Change[] => {
    // The new value of an argument of a directive is told as one that goes and one that comes.
    const { addedArgumentValue, oldArgumentValue } = (added.get(path)?.meta ?? {}) as Record<string, unknown>;
    const isNewValue = oldArgumentValue != null;
    if (isNewValue && type === ChangeType.DirectiveUsageArgumentAdded) return [];
    const { removedDirectiveName, directiveName } = meta as Record<string, unknown>;
    const goes = type.startsWith('DIRECTIVE_USAGE') && type.endsWith('_REMOVED');
    const binds = goes && bindingDirectives.includes(String(removedDirectiveName ?? directiveName));
    return [
      {
        level: binds ? 'breaking' : levels[criticality.level],
        coordinate: path.replace(/^\./, 'schema.'),
        message: isNewValue
          ? `Argument of '@${String(directiveName)}' changed from ${String(oldArgumentValue)} to ${String(addedArgumentValue)}`
          : message,
      },
    ];
  });
  const order: readonly Level[] = ['breaking', 'dangerous', 'safe'];
  return changes.toSorted(
    (one, other) =>
      order.indexOf(one.level) - order.indexOf(other.level) ||
      (one.coordinate < other.coordinate ? -1 : Number(one.coordinate > other.coordinate)),
  );
}
