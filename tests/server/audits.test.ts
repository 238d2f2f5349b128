// The audits of the GraphQL over HTTP specification, as its working group keeps them, against the service on a port.
import { serverAudits } from 'graphql-http';
import { expect, test } from 'vitest';
import { openBundled, startServer } from './running.ts';

test('every audit passes: what a server must do, what it should, and what it may', async () => {
  const { url } = await startServer(await openBundled());
  const audits = serverAudits({ url: `${url}/graphql` });
  const results = await Promise.all(audits.map(({ fn }) => fn()));
  const failed = results.filter(({ status }) => status !== 'ok');
  expect(failed.map(({ id, name, status }) => `${status} ${id}: ${name}`)).toEqual([]);
  const levels = results.map(({ name }) => name.split(' ')[0]);
  const of = (level: string) => levels.filter((each) => each === level).length;
  expect({ MUST: of('MUST'), SHOULD: of('SHOULD'), MAY: of('MAY') }).toEqual({
    MUST: 13,
    SHOULD: 23,
    MAY: 25,
  });
});
