// Bounds variables before they are coerced, which calls itself for each list and object in another.
import type { Plugin } from 'graphql-yoga';
import { type Limits, named } from './limits.ts';
import { refusal } from './refusal.ts';

/** Refuses variables that nest too deep. */
export function useVariableLimits(limits: Limits): Plugin {
  return {
    onParams({ params: { variables } }) {
      if (variables == null || !isDeeper(variables, limits.variableNesting + 1)) return;
      throw refusal(
        'VARIABLES_TOO_DEEP',
        `The variables have more lists and objects in one another than the most, ${named(limits, 'variableNesting')}: nest less.`,
      );
    },
  };
}

function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (most === 0) return true;
  return Object.values(value).some((each) => isDeeper(each, most - 1));
}
