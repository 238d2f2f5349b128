// Traces in OpenTelemetry, sent by OTLP over HTTP. Its packages are many, so they are there only where somebody installed them.
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { CLIENT_GONE, type Note, type Observer } from './notes.ts';
import type { OnStoreCall } from './timed-reader.ts';

const API = '@opentelemetry/api';
const SDK = '@opentelemetry/sdk-trace-node';
const EXPORTER = '@opentelemetry/exporter-trace-otlp-http';
const RESOURCES = '@opentelemetry/resources';

/** What to install for traces, in versions that go together and were tried. */
export const telemetryPackages = [
  `${API}@~1.9`,
  `${SDK}@^2.12`,
  `${EXPORTER}@^0.223`,
  `${RESOURCES}@^2.12`,
] as const;

/** Loads a package from the place at which all of them were found. */
type Load = NodeJS.Require;

/** Traces of a process. */
export interface Telemetry {
  /** Makes a span of each request. */
  readonly requests: Observer;
  /** Makes a span of each call of the store. */
  readonly onStoreCall: OnStoreCall;
  /** Sends what waits to be sent, for some seconds at most. */
  end(): Promise<void>;
}

/** What traces are sent with. */
export interface TelemetryOptions {
  /** For example `http://127.0.0.1:4318`. */
  readonly endpoint: string;
  readonly version: string;
  /** Behind proxies of ours, a trace goes on that was begun there. Nobody else can have us keep traces. */
  readonly trustedProxies: number;
}

// As much of OpenTelemetry as is used here.
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
interface Span {
  setAttributes(attributes: Attributes): void;
  setStatus(status: { readonly code: number }): void;
  updateName(name: string): void;
  end(): void;
}
type Context = object;
interface Api {
  readonly ROOT_CONTEXT: Context;
  readonly SpanKind: { readonly SERVER: number; readonly CLIENT: number };
  readonly SpanStatusCode: { readonly ERROR: number };
  readonly context: {
    with(context: Context, run: () => void): void;
    bind<T>(context: Context, target: T): T;
  };
  readonly propagation: { extract(context: Context, headers: IncomingMessage['headers']): Context };
  readonly trace: {
    setSpan(context: Context, span: Span): Context;
    getActiveSpan(): Span | undefined;
    getTracer(
      name: string,
      version: string,
    ): {
      startSpan(
        name: string,
        options: { readonly kind: number; readonly startTime?: number; readonly attributes?: Attributes },
        context?: Context,
      ): Span;
    };
  };
}
interface Provider {
  register(): void;
  shutdown(): Promise<void>;
}
interface Resource {
  merge(other: Resource): Resource;
}
interface Packages {
  readonly sdk: {
    readonly NodeTracerProvider: new (options: object) => Provider;
    readonly BatchSpanProcessor: new (exporter: object) => object;
  };
  readonly exporter: { readonly OTLPTraceExporter: new (options: { readonly url: string }) => object };
  readonly resources: {
    defaultResource(): Resource;
    resourceFromAttributes(attributes: Attributes): Resource;
    detectResources(options: { readonly detectors: readonly unknown[] }): Resource;
    readonly envDetector: unknown;
  };
}

const LONGEST_END_IN_MILLISECONDS = 3_000;

/** Finds the packages, beside this program or in the working directory. Throws an error that says what to install. */
export function findTelemetry(endpoint: string): Load {
  for (const place of [import.meta.filename, `${process.cwd()}/package.json`]) {
    const load = createRequire(place);
    if ([SDK, EXPORTER, RESOURCES, API].every((name) => isThere(load, name))) return load;
  }
  throw new Error(
    `Traces are to be sent to ${endpoint}, and the packages for that are not installed. Install them beside onrecord, or leave OTEL_EXPORTER_OTLP_ENDPOINT and --telemetry out:\n  npm install ${telemetryPackages.join(' ')}`,
  );
}

/** Sends traces from now on. OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES, OTEL_TRACES_SAMPLER and OTEL_EXPORTER_OTLP_HEADERS count as usual. */
export function startTelemetry({ endpoint, version, trustedProxies }: TelemetryOptions): Telemetry {
  const load = findTelemetry(endpoint);
  const api = load(API) as Api;
  const provider = providerOf(load, endpoint, version);
  provider.register();
  const tracer = api.trace.getTracer('onrecord', version);
  const spans = new WeakMap<Note, Span>();
  return {
    requests: {
      start(note, req, answer) {
        if (isProbe(note)) return answer();
        const { ROOT_CONTEXT } = api;
        const parent = trustedProxies > 0 ? api.propagation.extract(ROOT_CONTEXT, req.headers) : ROOT_CONTEXT;
        const attributes = {
          'http.request.method': note.method,
          'url.path': note.path,
          'onrecord.request_id': note.id,
        };
        const span = tracer.startSpan(note.method, { kind: api.SpanKind.SERVER, attributes }, parent);
        spans.set(note, span);
        const context = api.trace.setSpan(parent, span);
        // What listens to the body listens in this context too.
        api.context.bind(context, req);
        api.context.with(context, answer);
      },
      end(note, status) {
        const span = spans.get(note);
        if (!span) return;
        const { operation, type, hash, cost, codes } = note.asked;
        if (type !== undefined) span.updateName(`GraphQL ${type}`);
        span.setAttributes({
          'http.response.status_code': status === CLIENT_GONE ? undefined : status,
          'graphql.operation.type': type,
          'graphql.operation.name': operation,
          'graphql.document.hash': hash && `sha256:${hash}`,
          'onrecord.cost': cost,
          'onrecord.kept': note.wasKept,
          'error.type': codes[0],
        });
        const isFailed = status >= 500 || codes.some((code) => code === 'INTERNAL_SERVER_ERROR');
        if (isFailed) span.setStatus({ code: api.SpanStatusCode.ERROR });
        span.end();
      },
    },
    onStoreCall(call, milliseconds) {
      // What the service asks for itself belongs to no request.
      if (!api.trace.getActiveSpan()) return;
      const startTime = Date.now() - milliseconds;
      tracer.startSpan(`store ${call}`, { kind: api.SpanKind.CLIENT, startTime }).end();
    },
    async end() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, LONGEST_END_IN_MILLISECONDS);
      });
      // A receiver that is away is no reason not to end.
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
      clearTimeout(timer);
    },
  };
}

function providerOf(load: Load, endpoint: string, version: string): Provider {
  const { NodeTracerProvider, BatchSpanProcessor } = load(SDK) as Packages['sdk'];
  const { OTLPTraceExporter } = load(EXPORTER) as Packages['exporter'];
  const { defaultResource, resourceFromAttributes, detectResources, envDetector } = load(
    RESOURCES,
  ) as Packages['resources'];
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  return new NodeTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'onrecord', 'service.version': version }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
}

function isThere(load: Load, name: string): boolean {
  try {
    load.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function isProbe({ path }: Note): boolean {
  return path === '/livez' || path === '/readyz';
}
