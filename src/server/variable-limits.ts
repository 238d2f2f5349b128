// Bounds variables before they are coerced, which calls itself for each list and object in another.
import type { Plugin } from 'graphql-yoga';
import { type Limits, named } from './limits.ts';
import { refusal } from './refusal.ts';

/** Refuses variables that nest too deep, or are too many values. */
export function useVariableLimits(limits: Limits): Plugin {
  return {
    onParams({ params: { variables } }) {
      if (variables != null) checkVariables(variables, limits);
    },
  };
}

function checkVariables(variables: object, limits: Limits): void {
  let values = 0;
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null) return;
    if (depth > limits.variableNesting) {
      const most = named(limits, 'variableNesting');
      const message = `The variables have more lists and objects in one another than the most, ${most}: nest less.`;
      throw refusal('VARIABLES_TOO_DEEP', message);
    }
    const inner = Array.isArray(value) ? value : Object.values(value);
    values += inner.length;
    if (values > limits.variableValues) {
      const most = named(limits, 'variableValues');
      const message = `The variables have more values than the most, ${most}: ask in several requests.`;
      throw refusal('TOO_MANY_VALUES', message);
    }
    for (const each of inner) look(each, depth + 1);
  };
  look(variables, 0);
}
