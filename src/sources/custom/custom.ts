import { type Fault, fault } from '../../domain/shared/fault.ts';
import { HTTP_LIMITS, type HttpContext } from '../../lib/http/context.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { PullSource, RecordSink, SourceContext } from '../source.ts';
import { personFaults, readWrapperStream, WrapperFaults, wrapperMissing } from './read-wrapper.ts';
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
import type { Ask } from './wrapper-stream.ts';

interface WrapperCallContext {
  world: HttpContext;
  words: WrapperFaults;
  ask: Ask;
}

/** @param wanted resolves false when nobody wants the answer any more. */
function wrapperCallContext(
  { wrapper, options }: WrapperSettings,
  secrets: WrapperSecrets,
  context: SourceContext,
  wanted: () => Promise<boolean>,
): WrapperCallContext {
  const limits = { ...HTTP_LIMITS, stall: HTTP_LIMITS.first, ...context.limits };
  const { fetch, allowPrivateHosts, log, sleep } = context;
  const world: HttpContext = { fetch, allowPrivateHosts, log, sleep, limits, alive: wanted };
  const { today } = context;
  const words = new WrapperFaults(wrapper, Object.values(secrets), limits.stall);
  return { world, words, ask: { secrets, options, today } };
}

/** Asks a wrapper for a stream and reads it to its end. */
async function readStreamOf(
  start: (wrapper: AvailableWrapper, world: HttpContext) => Promise<ReadableStream<Uint8Array>>,
  wrapper: AvailableWrapper,
  { world, words }: WrapperCallContext,
  sink: RecordSink,
) {
  // Two that ask the sink at the same time would be one too many: the wrapper's own requests follow the reader.
  let alive = true;
  const asking = async () => {
    alive = await world.alive();
    return alive;
  };
  const opened = await callWithTimeout(start(wrapper, { ...world, alive: async () => alive }), {
    ...world,
    alive: asking,
  });
  switch (opened.is) {
    case 'here':
      return readWrapperStream(opened.value, sink, { ...world, alive: asking }, words);
    case 'broke':
      return fail(words.failed({ message: errorMessage(opened.error), code: null }));
    case 'stalled':
      return fail(words.silent());
    case 'unwanted':
      return ok({ records: 0, bytes: 0, cancelled: true });
  }
}

const errorMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function findWrapper({ wrapper }: WrapperSettings, context: SourceContext): Result<AvailableWrapper, Fault> {
  const wrappers = availableWrappers(context);
  const found = wrappers.get(wrapper);
  return found ? ok(found) : fail(wrapperMissing(wrapper, [...wrappers.keys()]));
}

/** People by a wrapper: code written for one company (docs/custom-integration.md). */
export const custom: PullSource<WrapperBody, WrapperSettings, WrapperSecrets> = {
  kind: 'custom',
  body: wrapperBody,
  settings: wrapperSettings,
  secrets: wrapperSecrets,
  split: ({ wrapper, options, secrets }, before) => {
    const settings = { wrapper, options };
    return ok({ settings, secrets: mergeSecrets(settings, secrets, before) });
  },
  check: checkWrapperSettings,
  async people(settings, secrets, sink, context) {
    const wrapper = findWrapper(settings, context);
    if (!wrapper.ok) return wrapper;
    const conversation = wrapperCallContext(settings, secrets, context, () => sink.ready());
    const start = (one: AvailableWrapper, world: HttpContext) => one.people(conversation.ask, world);
    const end = await readStreamOf(start, wrapper.value, conversation, sink);
    if (!end.ok || end.value.cancelled || end.value.records > 0) return end;
    return fail(conversation.words.empty());
  },
  async person(settings, secrets, key, context) {
    const wrapper = findWrapper(settings, context);
    if (!wrapper.ok) return wrapper;
    const conversation = wrapperCallContext(settings, secrets, context, async () => true);
    const about = await callWithTimeout(wrapper.value.describe(), conversation.world);
    if (about.is === 'broke')
      return fail(conversation.words.failed({ message: errorMessage(about.error), code: null }));
    if (about.is !== 'here') return fail(conversation.words.silent());
    if (!about.value.person) {
      const message = `The wrapper “${settings.wrapper}” cannot fetch a single person. Sync everybody instead.`;
      return fail(fault('single_person_not_configured', message));
    }
    const payloads: Uint8Array[] = [];
    const sink: RecordSink = {
      record: (bytes, start, end) => void payloads.push(bytes.slice(start, end)),
      ready: async () => true,
    };
    const start = (one: AvailableWrapper, world: HttpContext) => one.person(key, conversation.ask, world);
    const end = await readStreamOf(start, wrapper.value, conversation, sink);
    if (!end.ok) return end;
    const [payload] = payloads;
    if (!payload) return fail(personFaults.nobody());
    if (payloads.length > 1) return fail(personFaults.several(payloads.length));
    return payload[0] === 0x7b ? ok(payload) : fail(personFaults.strange());
  },
};
