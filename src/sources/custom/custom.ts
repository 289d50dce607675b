import { type Fault, fault } from '../../domain/fault.ts';
import { HTTP_LIMITS, type HttpWorld } from '../../lib/http/world.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { PullSource, RecordSink, SourceContext } from '../source.ts';
import { check, keptSecrets } from './check.ts';
import { called, type Reachable, wrappersOf } from './reach.ts';
import { personFaults, readWrapper } from './read-wrapper.ts';
import { type Body, body, type Secrets, type Settings, secrets, settings } from './shape.ts';
import { WrapperFaults, wrapperMissing } from './wrapper-faults.ts';
import type { Ask } from './wrapper-stream.ts';

interface Conversation {
  world: HttpWorld;
  words: WrapperFaults;
  ask: Ask;
}

/** @param wanted resolves false when nobody wants the answer any more. */
function converse(
  { wrapper, options }: Settings,
  secrets: Secrets,
  context: SourceContext,
  wanted: () => Promise<boolean>,
): Conversation {
  const limits = { ...HTTP_LIMITS, stall: HTTP_LIMITS.first, ...context.limits };
  const { fetch, allowPrivateHosts, log, sleep } = context;
  const world: HttpWorld = { fetch, allowPrivateHosts, log, sleep, limits, alive: wanted };
  const { today } = context;
  const words = new WrapperFaults(wrapper, Object.values(secrets), limits.stall);
  return { world, words, ask: { secrets, options, today } };
}

/** Asks a wrapper for a stream and reads it to its end. */
async function read(
  start: (wrapper: Reachable, world: HttpWorld) => Promise<ReadableStream<Uint8Array>>,
  wrapper: Reachable,
  { world, words }: Conversation,
  sink: RecordSink,
) {
  // Two that ask the sink at the same time would be one too many: the wrapper's own requests follow the reader.
  let alive = true;
  const asking = async () => {
    alive = await world.alive();
    return alive;
  };
  const opened = await called(start(wrapper, { ...world, alive: async () => alive }), { ...world, alive: asking });
  switch (opened.is) {
    case 'here':
      return readWrapper(opened.value, sink, { ...world, alive: asking }, words);
    case 'broke':
      return fail(words.failed({ message: messageOf(opened.error), code: null }));
    case 'stalled':
      return fail(words.silent());
    case 'unwanted':
      return ok({ records: 0, bytes: 0, cancelled: true });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function wrapperOf({ wrapper }: Settings, context: SourceContext): Result<Reachable, Fault> {
  const wrappers = wrappersOf(context);
  const found = wrappers.get(wrapper);
  return found ? ok(found) : fail(wrapperMissing(wrapper, [...wrappers.keys()]));
}

/** People by a wrapper: code written for one company (docs/custom-integration.md). */
export const custom: PullSource<Body, Settings, Secrets> = {
  kind: 'custom',
  body,
  settings,
  secrets,
  split: ({ wrapper, options, secrets }, before) => {
    const settings = { wrapper, options };
    return ok({ settings, secrets: keptSecrets(settings, secrets, before) });
  },
  check,
  async people(settings, secrets, sink, context) {
    const wrapper = wrapperOf(settings, context);
    if (!wrapper.ok) return wrapper;
    const conversation = converse(settings, secrets, context, () => sink.ready());
    const start = (one: Reachable, world: HttpWorld) => one.people(conversation.ask, world);
    const end = await read(start, wrapper.value, conversation, sink);
    if (!end.ok || end.value.cancelled || end.value.records > 0) return end;
    return fail(conversation.words.empty());
  },
  async person(settings, secrets, key, context) {
    const wrapper = wrapperOf(settings, context);
    if (!wrapper.ok) return wrapper;
    const conversation = converse(settings, secrets, context, async () => true);
    const about = await called(wrapper.value.describe(), conversation.world);
    if (about.is === 'broke') return fail(conversation.words.failed({ message: messageOf(about.error), code: null }));
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
    const start = (one: Reachable, world: HttpWorld) => one.person(key, conversation.ask, world);
    const end = await read(start, wrapper.value, conversation, sink);
    if (!end.ok) return end;
    const [payload] = payloads;
    if (!payload) return fail(personFaults.nobody());
    if (payloads.length > 1) return fail(personFaults.several(payloads.length));
    return payload[0] === 0x7b ? ok(payload) : fail(personFaults.strange());
  },
};
