// The log: one line a request, for programs or for people. It has neither queries nor variables, tokens or addresses of clients.
import { styleText } from 'node:util';
import type { Logger } from 'pino';
import { CLIENT_GONE, type Note, type Observer } from './notes.ts';

/** A line in JSON for each request that is answered. */
export function logRequests(log: Logger): Observer {
  return {
    end(note, status) {
      if (isProbe(note, status)) return;
      const { id, method, path, asked, wasKept } = note;
      const record = {
        requestId: id,
        method,
        path,
        ...(asked.operation !== undefined && { operation: asked.operation.slice(0, LONGEST_NAME) }),
        ...(asked.hash !== undefined && { hash: asked.hash }),
        ...(asked.cost !== undefined && { cost: asked.cost }),
        status,
        milliseconds: millisecondsOf(note),
        ...(wasKept !== undefined && { kept: wasKept }),
        ...(asked.codes.length > 0 && { errors: asked.codes }),
      };
      if (status >= 500 || asked.codes.includes('INTERNAL_SERVER_ERROR')) log.error(record, 'request');
      else log.info(record, 'request');
    },
  };
}

/** The same for people, in colours where they look at a terminal. */
export function logRequestsPrettily(write: (line: string) => void, inColours: boolean): Observer {
  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    inColours ? styleText(format, text, { validateStream: false }) : text;
  return {
    end(note, status) {
      if (isProbe(note, status)) return;
      const { id, method, path, asked, wasKept } = note;
      const colour = status >= 500 ? 'red' : status >= 400 || asked.codes.length > 0 ? 'yellow' : 'green';
      const parts = [
        paint('dim', new Date().toISOString().slice(11, 23)),
        paint(colour, String(status)),
        `${millisecondsOf(note).toFixed(1).padStart(7)} ms`,
        `${method} ${printable(path)}`,
        paint('bold', asked.operation?.slice(0, LONGEST_NAME) ?? ''),
        asked.cost === undefined ? '' : `cost ${asked.cost}`,
        wasKept ? 'kept' : '',
        paint('yellow', asked.codes.join(' ')),
        paint('dim', [asked.hash?.slice(0, 12), id].filter(Boolean).join(' ')),
      ];
      write(parts.filter((part) => part !== '').join('  '));
    },
  };
}

const LONGEST_NAME = 100;

/** Whether it is one of the many looks of a load balancer that found nothing wrong. */
function isProbe({ path }: Note, status: number): boolean {
  return (path === '/livez' || path === '/readyz') && (status === 200 || status === CLIENT_GONE);
}

function millisecondsOf({ start }: Note): number {
  return Math.round((performance.now() - start) * 1_000) / 1_000;
}

/** Paths come as clients write them: what would steer a terminal is not for it. */
function printable(path: string): string {
  return path.replace(/[^\x20-\x7e]/g, '?');
}
