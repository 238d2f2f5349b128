// What starts a server ends with the code that it was to end with: else no failure of a test would be told.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('a process that can start servers ends with its own code', async () => {
  const module = join(import.meta.dirname, 'server.ts');
  const code = await new Promise((resolve) => {
    const source = `await import(${JSON.stringify(module)}); process.exitCode = 3;`;
    execFile(process.execPath, ['--input-type=module', '--eval', source], (error) => resolve(error?.code));
  });
  expect(code).toBe(3);
});
