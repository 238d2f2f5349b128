#!/usr/bin/env node
// The program as it is started. It is JavaScript, since Node would load its reader of TypeScript for a file that comes before the
// cache: with the cache, what was compiled is taken from there, and the reader stays away.
import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';

// Where nothing can be written there, nothing is kept, and the start takes longer; NODE_COMPILE_CACHE names another place.
enableCompileCache(resolve(import.meta.dirname, '../node_modules/.cache/onrecord'));

await import('./cli.ts');
