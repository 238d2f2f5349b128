// PostgreSQL as a store.
import { vi } from 'vitest';
import { openPostgres, writePostgres } from '../../src/store/postgres.ts';
import { propertyRuns, USUAL } from '../graphql/filters/runs.ts';
import { database, emptied } from '../postgres/database.ts';
import { storeContract } from './contract.ts';

// A corpus in a database takes a fifth of a second to make, where a file takes a hundredth.
const share = propertyRuns() > USUAL ? 1 : 0.2;
vi.setConfig({ testTimeout: 10 * 60_000 });

storeContract(
  'PostgreSQL',
  async () => {
    const url = await database();
    return {
      write: () => writePostgres(url, { grace: 5_000 }),
      open: async () => openPostgres(url),
      remove: () => emptied(url),
    };
  },
  share,
);
