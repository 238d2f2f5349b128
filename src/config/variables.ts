// Variables of the environment that look like ours and are not: a slip in a name would otherwise leave a default in force.
import { nearest } from '../content/problems.ts';

const PREFIX = 'ONRECORD_';

/** In one line each, the variables that begin as ours do and are none of `known`. What Kubernetes and Docker add by themselves is let be. */
export function unknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): string[] {
  // The beginning that all share must not make names alike.
  const ends = new Map(known.map((name) => [name.replace(PREFIX, ''), name]));
  return Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name))
    .filter((name) => !isOfService(name, environment[name] ?? ''))
    .sort()
    .map((name) => {
      const meant = ends.get(nearest(name.slice(PREFIX.length), ends.keys()) ?? '');
      const advice = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
      return `There is no setting for the environment variable ${name}${advice}.`;
    });
}

/** What to say of a value that Kubernetes gave to a variable of ours, for a service that is named like one. */
export function adviceOnService(value: string): string {
  return isAddressOfService(value)
    ? ' (Kubernetes sets it for a service of that name: write enableServiceLinks: false into the pod)'
    : '';
}

/** Kubernetes tells each pod of all services of its namespace, and one of them is likely to be called onrecord. */
function isOfService(name: string, value: string): boolean {
  return (
    /_SERVICE_(?:HOST|PORT)(?:_\w+)?$|_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?$/.test(name) ||
    (name.endsWith('_PORT') && isAddressOfService(value))
  );
}

function isAddressOfService(value: string): boolean {
  return /^(?:tcp|udp|sctp):\/\//.test(value);
}
