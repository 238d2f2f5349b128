// Two subgraphs become one graph: each tells its schema, and the composer holds them against one another.
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

/** A subgraph that runs. */
export interface Subgraph {
  readonly name: string;
  /** Where it answers GraphQL. */
  readonly url: string;
}

/** The supergraph of the subgraphs, for a gateway. Throws with what the composer objects to. */
export async function compose(subgraphs: readonly Subgraph[]): Promise<string> {
  const services = await Promise.all(
    subgraphs.map(async ({ name, url }) => ({ name, url, typeDefs: parse(await sdlOf(url)) })),
  );
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) {
    const reasons = errors?.map(({ message }) => `  - ${message}`).join('\n');
    throw new Error(`The subgraphs do not compose:\n${reasons}`);
  }
  return supergraphSdl;
}

async function sdlOf(url: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  const { data } = (await response.json()) as { data?: { _service: { sdl: string } } };
  if (!data) throw new Error(`${url} does not tell its schema: is it a subgraph of Apollo Federation?`);
  return data._service.sdl;
}
