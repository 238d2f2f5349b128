// What is open to others: ports, who may come from where, tokens, and where traces go.
import { statSync } from 'node:fs';
import { keysAt, reasonOf } from '../../server/token-keys.ts';
import { withoutSecrets } from '../../config.ts';
import { findTelemetry } from '../../server/telemetry.ts';
import type { Options } from '../command.ts';
import { tellError } from '../words.ts';
import { freePort } from '../workers.ts';
import { attempt, type Finding, fine, warning, wrong } from './finding.ts';

const SHORTEST_TOKEN = 20;
const LONGEST_WAIT_IN_MILLISECONDS = 2_000;

export async function examineNetwork(options: Options): Promise<Finding[]> {
  const { host, port, adminPort, telemetry } = options;
  return [
    await ofPort('port', host, port, '/livez'),
    ...(adminPort === undefined ? [] : [await ofPort('admin port', host, adminPort, '/metrics')]),
    ...ofPorts(options),
    ...ofReach(options),
    ...ofTokens(options),
    ...(await ofIssuer(options)),
    ...ofFile(options),
    ...(telemetry === undefined ? [] : [await ofTelemetry(telemetry)]),
  ];
}

async function ofPort(about: string, host: string, port: number, page: string): Promise<Finding> {
  try {
    await freePort(host, port);
    return fine(about, port === 0 ? 'A free one is taken.' : `${port} of ${host} is free.`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE')
      return wrong(about, `${port} of ${host} cannot be opened: ${tellError(error)}.`);
    const isOurs = await isOnrecord(host, port, page);
    return isOurs
      ? fine(about, `An onrecord answers on ${port} of ${host}.`)
      : wrong(about, `Another program listens on ${port} of ${host}: stop it, or choose another port.`);
  }
}

async function isOnrecord(host: string, port: number, page: string): Promise<boolean> {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  try {
    const response = await fetch(`http://${name}:${port}${page}`, {
      signal: AbortSignal.timeout(LONGEST_WAIT_IN_MILLISECONDS),
    });
    const text = await response.text();
    return page === '/metrics' ? text.includes('onrecord_') : text.trim() === 'alive';
  } catch {
    return false;
  }
}

function ofPorts({ port, adminPort }: Options): Finding[] {
  return adminPort === port && port !== 0
    ? [wrong('admin port', `It is ${port}, as the port for clients: choose another one with --admin-port.`)]
    : [];
}

function ofReach({ host, limits, adminPort, log }: Options): Finding[] {
  if (isLocal(host)) return [fine('reach', `Only this machine reaches ${host}.`)];
  const findings = [
    limits.trustedProxies > 0
      ? fine(
          'proxies',
          `${limits.trustedProxies} in front are believed. Let nobody get past them to ${host}.`,
        )
      : warning(
          'proxies',
          `${host} is open to the network, and no proxy is believed where clients come from: behind one, all of them share the limits of one address. Set ONRECORD_TRUSTED_PROXIES to how many there are; without any this is fine, but nothing encrypts.`,
        ),
  ];
  if (adminPort !== undefined)
    findings.push(
      warning(
        'admin port',
        `Whoever reaches ${host} reads the metrics on ${adminPort}: let a firewall keep others away.`,
      ),
    );
  if (log === 'off')
    findings.push(warning('log', 'Requests are not logged: set ONRECORD_LOG=json to see who asks what.'));
  return findings;
}

function ofTokens({ previewTokens, previewJwks }: Options): Finding[] {
  if (previewTokens.length === 0 && previewJwks !== undefined) return [];
  if (previewTokens.length === 0)
    return [fine('preview tokens', 'There are none: nobody sees what is hidden.')];
  const short = previewTokens.filter((token) => token.length < SHORTEST_TOKEN).length;
  return short > 0
    ? [
        wrong(
          'preview tokens',
          `${short} of ${previewTokens.length} can be guessed, having less than ${SHORTEST_TOKEN} characters: make one with "openssl rand -hex 24".`,
        ),
      ]
    : [fine('preview tokens', `${previewTokens.length}, long enough.`)];
}

async function ofIssuer({ previewJwks, previewIssuer }: Options): Promise<Finding[]> {
  if (previewJwks === undefined) return [];
  const place = withoutSecrets(previewJwks);
  try {
    const { keys } = await keysAt(previewJwks, { signal: AbortSignal.timeout(LONGEST_WAIT_IN_MILLISECONDS) });
    const [, host] = /^http:\/\/([^/:]+)/i.exec(previewJwks) ?? [];
    return host === undefined || isLocal(host)
      ? [fine('preview keys', `${place} has ${keys.length}, for tokens of ${previewIssuer}.`)]
      : [
          warning(
            'preview keys',
            `${place} is not encrypted: whoever is on the way can put keys of his own there. Use https.`,
          ),
        ];
  } catch (error) {
    const reason = reasonOf(error);
    return [
      wrong(
        'preview keys',
        `${place} cannot be read: ${reason}. The service starts, and tells 503 to whoever brings such a token: mend --preview-jwks, or what is there.`,
      ),
    ];
  }
}

/** Whoever can read the file knows what is secret in it. */
function ofFile({ file, sources, store }: Options): Finding[] {
  const isSecret =
    sources.get('previewTokens')?.kind === 'file' ||
    (sources.get('store')?.kind === 'file' && /:\/\/[^/@]*:[^/@]*@/.test(store));
  if (file === undefined || !isSecret || process.platform === 'win32') return [];
  return (statSync(file).mode & 0o077) === 0
    ? [fine('settings', `${file} is read by its owner alone.`)]
    : [warning('settings', `${file} has secrets, and others may read it: chmod 600 ${file}`)];
}

async function ofTelemetry(endpoint: string): Promise<Finding> {
  return attempt('telemetry', async () => {
    findTelemetry(endpoint);
    try {
      // Whatever it says to that, somebody is there.
      await fetch(endpoint, { signal: AbortSignal.timeout(LONGEST_WAIT_IN_MILLISECONDS) });
      return fine('telemetry', `Traces go to ${endpoint}.`);
    } catch {
      return warning(
        'telemetry',
        `Nobody answers at ${endpoint}, so traces are lost: start the receiver, or mend the address.`,
      );
    }
  });
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
