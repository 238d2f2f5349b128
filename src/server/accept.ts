// In which media type an operation is answered: what the client accepts, and likes best.
import { getOperationAST, GraphQLError } from 'graphql';
import { isAsyncIterable, type Plugin, processRegularResult } from 'graphql-yoga';

const EVENT_STREAM = 'text/event-stream';

// Where a client likes several as much, the first of these.
const mediaTypes = ['application/json', 'application/graphql-response+json', EVENT_STREAM] as const;

type MediaType = (typeof mediaTypes)[number];

/** Refuses with 406 what could not be answered, before anything is executed. Replaces Yoga's choice, which knows no weights. */
export function useAcceptedMediaType(): Plugin {
  // Operations that come over a socket have no media type.
  const accepted = new WeakMap<Request, readonly MediaType[]>();
  return {
    onRequestParse({ request, endResponse, fetchAPI }) {
      const types = acceptedTypes(request.headers.get('accept') ?? '*/*');
      accepted.set(request, types);
      if (types.length > 0) return;
      const text = `Nothing that "Accept" names can be given. Name one of ${mediaTypes.join(', ')}.\n`;
      endResponse(new fetchAPI.Response(text, { status: 406 }));
    },
    onParse() {
      return ({ result, context }) => {
        const { request, params } = context as { request?: Request; params?: { operationName?: string } };
        const types = request && accepted.get(request);
        if (!types || types.includes(EVENT_STREAM) || result instanceof Error || result === null) return;
        if (getOperationAST(result, params?.operationName)?.operation !== 'subscription') return;
        throw new GraphQLError(`A subscription is answered as a stream: send "Accept: ${EVENT_STREAM}".`, {
          extensions: { code: 'NOT_ACCEPTABLE', http: { status: 406 } },
        });
      };
    },
    onResultProcess({ request, result, setResultProcessor }) {
      const json = accepted.get(request)?.find((type) => type !== EVENT_STREAM);
      // Who accepts streams alone gets the one answer as a stream.
      if (json && !isAsyncIterable(result)) setResultProcessor(processRegularResult as never, json);
    },
    onResponse({ request, response }) {
      if (accepted.has(request)) response.headers.append('Vary', 'Accept');
    },
  };
}

const known = new Map<string | undefined, MediaType | undefined>();
const MOST_KNOWN = 100;

/** The media type of JSON in which an operation is answered that comes with an `Accept` header; undefined where it is not. */
export function jsonTypeFor(accept: string | undefined): MediaType | undefined {
  if (known.has(accept)) return known.get(accept);
  const type = acceptedTypes(accept ?? '*/*').find((each) => each !== EVENT_STREAM);
  // Clients have few habits; what somebody makes up is not remembered for ever.
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(accept, type);
  return type;
}

interface Range {
  readonly name: string;
  readonly quality: number;
}

/** The media types that an `Accept` header takes, the one liked best first. */
function acceptedTypes(accept: string): readonly MediaType[] {
  const ranges = accept.split(',').flatMap(rangeOf);
  const likings = mediaTypes.flatMap((type) => {
    const names = [type, type.replace(/\/.*/, '/*'), '*/*'];
    // The most exact range counts, whatever the others say.
    const place = names
      .map((name) => ranges.findIndex((range) => range.name === name))
      .find((found) => found !== -1);
    const quality = place === undefined ? 0 : (ranges[place]?.quality ?? 0);
    return place !== undefined && quality > 0 ? [{ type, place, quality }] : [];
  });
  return likings
    .toSorted((one, other) => other.quality - one.quality || one.place - other.place)
    .map(({ type }) => type);
}

function rangeOf(text: string): Range[] {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const valueOf = (key: string) =>
    parameters.find((parameter) => parameter.startsWith(`${key}=`))?.slice(key.length + 1);
  // JSON is UTF-8.
  if (!['utf-8', '"utf-8"'].includes(valueOf('charset') ?? 'utf-8')) return [];
  const quality = Number(valueOf('q') ?? 1);
  return [{ name, quality: Number.isNaN(quality) ? 0 : quality }];
}
