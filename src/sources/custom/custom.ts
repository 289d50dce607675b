import { type Fault, fault } from '../../domain/shared/fault.ts';
import { HTTP_LIMITS, type HttpContext, type HttpLimits } from '../../lib/http/context.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { FeedEnd, PullSource, RecordSink, SourceContext } from '../source.ts';
import { readWrapperStream, WrapperFaults } from './read-wrapper.ts';
import {
  checkWrapperSettings,
  mergeSecrets,
  type WrapperBody,
  type WrapperSecrets,
  type WrapperSettings,
  wrapperBody,
  wrapperSecrets,
  wrapperSettings,
} from './settings.ts';
import { type AvailableWrapper, availableWrappers, callWithTimeout } from './wrapper-registry.ts';
import type { WrapperCall } from './wrapper-stream.ts';

interface WrapperSession {
  http: HttpContext;
  faults: WrapperFaults;
  call: WrapperCall;
}

function createSession(
  { wrapper, options }: WrapperSettings,
  secrets: WrapperSecrets,
  context: SourceContext,
  shouldContinue: () => Promise<boolean>,
): WrapperSession {
  const limits: HttpLimits = { ...HTTP_LIMITS, idleTimeout: HTTP_LIMITS.firstByteTimeout, ...context.limits };
  const { fetch, allowPrivateHosts, log, sleep, today } = context;
  return {
    http: { fetch, allowPrivateHosts, log, sleep, limits, shouldContinue },
    faults: new WrapperFaults(wrapper, Object.values(secrets), limits.idleTimeout),
    call: { secrets, options, today },
  };
}

async function readStream(
  start: (http: HttpContext) => Promise<ReadableStream<Uint8Array>>,
  { http, faults }: WrapperSession,
  sink: RecordSink,
): Promise<Result<FeedEnd, Fault>> {
  // Only the reader asks the sink; the wrapper's own requests use its last answer.
  let lastAnswer = true;
  const readerHttp: HttpContext = {
    ...http,
    shouldContinue: async () => {
      lastAnswer = await http.shouldContinue();
      return lastAnswer;
    },
  };
  const opened = await callWithTimeout(start({ ...http, shouldContinue: async () => lastAnswer }), readerHttp);
  switch (opened.is) {
    case 'done':
      return readWrapperStream(opened.value, sink, readerHttp, faults);
    case 'failed':
      return fail(faults.failure({ message: errorMessage(opened.error), code: null }));
    case 'stalled':
      return fail(faults.timeout());
    case 'cancelled':
      return ok({ records: 0, bytes: 0, cancelled: true });
  }
}

const errorMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function findWrapper({ wrapper }: WrapperSettings, context: SourceContext): Result<AvailableWrapper, Fault> {
  const wrappers = availableWrappers(context);
  const found = wrappers.get(wrapper);
  return found ? ok(found) : fail(fault('wrapper_missing', { wrapper, available: [...wrappers.keys()] }));
}

/** See docs/custom-integration.md. */
export const custom: PullSource<WrapperBody, WrapperSettings, WrapperSecrets> = {
  kind: 'custom',
  body: wrapperBody,
  settings: wrapperSettings,
  secrets: wrapperSecrets,
  splitSecrets: ({ wrapper, options, secrets }, before) => {
    const settings = { wrapper, options };
    return ok({ settings, secrets: mergeSecrets(settings, secrets, before) });
  },
  check: checkWrapperSettings,
  async people(settings, secrets, sink, context) {
    const wrapper = findWrapper(settings, context);
    if (!wrapper.ok) return wrapper;
    const session = createSession(settings, secrets, context, () => sink.ready());
    const end = await readStream((http) => wrapper.value.people(session.call, http), session, sink);
    if (!end.ok || end.value.cancelled || end.value.records > 0) return end;
    return fail(session.faults.noPeople());
  },
  async person(settings, secrets, key, context) {
    const wrapper = findWrapper(settings, context);
    if (!wrapper.ok) return wrapper;
    const conversation = createSession(settings, secrets, context, async () => true);
    const { http, faults, call } = conversation;
    const described = await callWithTimeout(wrapper.value.describe(), http);
    if (described.is === 'failed') return fail(faults.failure({ message: errorMessage(described.error), code: null }));
    if (described.is !== 'done') return fail(faults.timeout());
    if (!described.value.person) return fail(fault('single_person_not_configured', { wrapper: settings.wrapper }));
    const payloads: Uint8Array[] = [];
    const sink: RecordSink = {
      record: (bytes, start, end) => void payloads.push(bytes.slice(start, end)),
      ready: async () => true,
    };
    const end = await readStream((limited) => wrapper.value.person(key, call, limited), conversation, sink);
    return end.ok ? onlyPayload(payloads) : end;
  },
};

function onlyPayload(payloads: Uint8Array[]): Result<Uint8Array, Fault> {
  const [payload] = payloads;
  const found = payloads.length;
  if (!payload) return fail(fault('person_not_found', { case: 'wrapper' }));
  if (found > 1) return fail(fault('person_ambiguous', { case: 'wrapper', found }, { found }));
  const isObject = payload[0] === 0x7b;
  return isObject ? ok(payload) : fail(fault('feed_broken', { case: 'no_person', by: 'wrapper' }));
}
