// The thread that compiles, so that nobody who asks has to wait for it.
import '../cli/warnings.ts';
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { LiveMessage, LiveOrder, LiveSettings } from './messages.ts';

// What this loads gives warnings while it is loaded, so the filter of warnings must be there before.
const { Editor } = await import('./editor.ts');

const port = parentPort!;
const done = new EventTarget();
const editor = new Editor(workerData as LiveSettings, {
  tell: (message: LiveMessage) => port.postMessage(message),
  async done() {
    await once(done, 'done');
  },
});

port.on('message', (order: LiveOrder) => {
  if (order === 'done') done.dispatchEvent(new Event('done'));
  else if (order === 'look') editor.look();
  else void editor.end().finally(() => port.close());
});
await editor.start();
