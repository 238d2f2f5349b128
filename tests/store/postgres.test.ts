// PostgreSQL as a store.
import { openPostgres, writePostgres } from '../../src/store/postgres.ts';
import { database, emptied } from '../postgres/database.ts';
import { storeContract } from './contract.ts';

storeContract('PostgreSQL', async () => {
  const url = await database();
  return {
    write: () => writePostgres(url),
    open: async () => openPostgres(url),
    remove: () => emptied(url),
  };
});
