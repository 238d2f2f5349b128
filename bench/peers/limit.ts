// The limit: node:http that reads the body and answers the same bytes, whatever is asked. It is told the bytes by a PUT.
import { createServer } from 'node:http';
import { listen } from './listening.ts';

let answer = Buffer.from('{}');

listen(
  createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      if (request.method === 'PUT') answer = Buffer.concat(pieces);
      if (request.headers['if-none-match'] !== undefined) {
        response.writeHead(304, { ETag: request.headers['if-none-match'] }).end();
        return;
      }
      response.writeHead(200, {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': answer.length,
      });
      response.end(answer);
    });
  }),
);
