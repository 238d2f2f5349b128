// Has the sender send: a process of its own for each time.
import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import type { Offer, Offered } from './sender.ts';

const program = resolve(import.meta.dirname, 'sender.ts');

/** Sends, and resolves when all is answered or given up; `onSent` is called when the last request is sent. */
export async function offer(what: Offer, onSent?: () => void): Promise<Offered> {
  const child = fork(program, { stdio: 'inherit' });
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    return await new Promise<Offered>((settle, fail) => {
      child.on('message', (told: 'sent' | Offered) => (told === 'sent' ? onSent?.() : settle(told)));
      child.once('error', fail).once('exit', (code) => fail(new Error(`The sender ended with ${code}`)));
      child.send(what);
    });
  } finally {
    process.off('exit', kill);
    kill();
  }
}
