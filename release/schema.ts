#!/usr/bin/env node
// For maintainers: `npm run schema:check` and `npm run schema:release`.
import { main } from './commands.ts';

process.exitCode = await main(process.argv.slice(2), process.cwd(), { out: console.log, err: console.error });
