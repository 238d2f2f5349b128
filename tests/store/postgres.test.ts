// PostgreSQL as a store.
import { vi } from 'vitest';
import { isThorough } from '../graphql/filters/runs.ts';
import { storeContract } from './contract.ts';
import { newPostgresPlace } from './places.ts';

vi.setConfig({ testTimeout: 10 * 60_000 });

// A corpus in a database takes a fifth of a second to make, where a file takes a hundredth.
storeContract('PostgreSQL', newPostgresPlace, isThorough() ? 1 : 0.1);
