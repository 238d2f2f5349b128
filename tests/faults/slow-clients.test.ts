// Clients that take their time, for as long as a service waits for them.
import { test } from 'vitest';
import { expectCutOff } from '../attacks/slow-clients.ts';

test('whoever sends nothing, or a byte in a while, is cut off within a minute; others are answered meanwhile', () =>
  expectCutOff());
