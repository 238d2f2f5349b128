// Keeps the errors of what is not executed few and short: nobody is sent back what he sent, nor names of the schema where those are not told.
import { type ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { MOST_ERRORS } from './document-limits.ts';

const LONGEST_MESSAGE = 500;
const SUGGESTION = / Did you mean [^?]*\?/g;

/** Gives a few errors at most where there is no data; without `suggestions` none guesses what was meant. */
export function useBriefErrors(suggestions: boolean): Plugin {
  return {
    onExecutionResult({ result, setResult }) {
      if (!result || isAsyncIterable(result) || Array.isArray(result)) return;
      const { errors, data } = result as ExecutionResult;
      if (!errors) return;
      const few = data === undefined ? errors.slice(0, MOST_ERRORS) : errors;
      setResult({ ...result, errors: few.map((error) => brief(error, suggestions)) });
    },
  };
}

function brief(error: GraphQLError, suggestions: boolean): GraphQLError {
  const told = suggestions ? error.message : error.message.replace(SUGGESTION, '');
  if (told === error.message && told.length <= LONGEST_MESSAGE) return error;
  const message = told.length <= LONGEST_MESSAGE ? told : `${told.slice(0, LONGEST_MESSAGE)}…`;
  const { nodes, source, positions, path, originalError, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}
