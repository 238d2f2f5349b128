// The archive over HTTP: node archive/server.ts --port 4102 [--records FILE]
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createYoga } from 'graphql-yoga';
import { listen } from '../listen.ts';
import { readRecords } from './records.ts';
import { archiveSchema } from './schema.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    records: { type: 'string', default: join(import.meta.dirname, 'records.json') },
  },
});

const yoga = createYoga({ schema: archiveSchema(readRecords(values.records)), logging: false });
const server = createServer(yoga);
console.log(`The archive serves ${await listen(server, values.port)}/graphql`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
