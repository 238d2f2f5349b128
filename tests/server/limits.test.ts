// Limits: where they are set, who is counted as one client, and that the guide tells the truth about them.
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig, UsageError } from '../../src/config.ts';
import { clientAddress } from '../../src/server/client-address.ts';
import { defaultLimits, limitSettings } from '../../src/server/limits.ts';
import { Subscribers } from '../../src/server/subscribers.ts';

const readLimits = async (environment: Readonly<Record<string, string>>) =>
  (await readConfig(['port'], {}, environment)).limits;

test('each limit has a variable, and is as it was where that is not set', async () => {
  expect(await readLimits({})).toEqual(defaultLimits);
  expect(await readLimits({ ONRECORD_SUBSCRIBERS: '7', ONRECORD_HEARTBEAT_SECONDS: '' })).toEqual({
    ...defaultLimits,
    subscribers: 7,
  });
});

test.each(['-1', '0', 'many', '1.5', '1e3', '12345678901'])('the limit "%s" is refused', async (value) => {
  await expect(readLimits({ ONRECORD_HEARTBEAT_SECONDS: value })).rejects.toThrow(
    new UsageError(
      `ONRECORD_HEARTBEAT_SECONDS is "${value}": give a whole number from 1 on; 15 where it is not set.`,
    ),
  );
});

test('each limit that a guide names has its default there', () => {
  const rows = ['subscriptions.md', 'http.md', 'limits.md'].flatMap((guide) => {
    const text = readFileSync(join(import.meta.dirname, '../../docs', guide), 'utf8');
    return [...text.matchAll(/^\| `(ONRECORD_\w+)`\s*\|\s*(\d+) \|/gm)];
  });
  expect(new Map(rows.map(([, name, value]) => [name, Number(value)]))).toEqual(
    new Map(Object.values(limitSettings).map(({ variable, fallback }) => [variable, fallback])),
  );
});

test.each([
  ['1.2.3.4', undefined, 0, '1.2.3.4'],
  ['::ffff:1.2.3.4', undefined, 0, '1.2.3.4'],
  // Nobody is believed where there is no proxy of ours.
  ['1.2.3.4', '9.9.9.9', 0, '1.2.3.4'],
  ['10.0.0.1', '9.9.9.9', 1, '9.9.9.9'],
  // What stands before the last so many, a client can have written itself.
  ['10.0.0.1', '6.6.6.6, 9.9.9.9', 1, '9.9.9.9'],
  ['10.0.0.1', '6.6.6.6, 9.9.9.9, 10.0.0.2', 2, '9.9.9.9'],
  ['10.0.0.1', undefined, 1, '10.0.0.1'],
  ['10.0.0.1', '9.9.9.9', 2, '10.0.0.1'],
  ['2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::1', undefined, 0, '2001:db8:1:2::/64'],
  ['::1', undefined, 0, '0:0:0:0::/64'],
  ['fe80::1:2:3:4', undefined, 0, 'fe80:0:0:0::/64'],
])(
  '%s with X-Forwarded-For %j behind %i proxies is counted as %s',
  (remoteAddress, forwarded, proxies, address) => {
    const request = { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } };
    expect(clientAddress(request as unknown as IncomingMessage, proxies)).toBe(address);
  },
);

test('a place that is given back twice is free once', () => {
  const subscribers = new Subscribers({ subscribers: 2, subscribersPerAddress: 1 });
  const places = ['a', 'b'].map((address) => subscribers.enter(address));
  for (const place of places.slice(0, 1)) {
    if (place.refusal) throw new Error(place.refusal.message);
    place.leave();
    place.leave();
  }
  expect(subscribers.count).toBe(1);
  expect(subscribers.enter('b').refusal?.code).toBe('TOO_MANY_SUBSCRIBERS');
  expect(subscribers.enter('a').refusal).toBeUndefined();
  expect(subscribers.enter('c').refusal?.code).toBe('SERVER_BUSY');
});
