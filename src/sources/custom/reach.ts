import { patiently, type Waited } from '../../lib/http/patience.ts';
import type { HttpWorld } from '../../lib/http/world.ts';
import type { SourceContext } from '../source.ts';
import { type Described, describedSchema } from './about.ts';
import { moduleWorld } from './module-world.ts';
import type { PersonKey, Wrapper } from './wrapper.ts';
import { type Ask, peopleStream, personStream } from './wrapper-stream.ts';
import { MODULES } from './wrappers/list.ts';

/** A wrapper that this deployment has, as a module of it or behind a binding. */
export interface Reachable {
  name: string;
  form: 'module' | 'worker';
  /** Only for trying out: offered where data sources may live on private addresses (the local demo, tests). */
  example: boolean;
  /** Throws when it cannot be reached. */
  describe(): Promise<Described>;
  people(ask: Ask, world: HttpWorld): Promise<ReadableStream<Uint8Array>>;
  person(key: PersonKey, ask: Ask, world: HttpWorld): Promise<ReadableStream<Uint8Array>>;
}

/** What Rollcall calls of a Worker that is a wrapper (examples/wrapper-worker). */
interface WrapperBinding {
  describe(): Promise<unknown>;
  people(ask: Ask): Promise<ReadableStream<Uint8Array>>;
  person(key: PersonKey, ask: Ask): Promise<ReadableStream<Uint8Array>>;
}

const PREFIX = 'WRAPPER_';
/** `WRAPPER_ACME_PEOPLE` is the wrapper “acme-people”. */
const nameOf = (binding: string): string => binding.slice(PREFIX.length).toLowerCase().replaceAll('_', '-');

// The proxy of a binding has every method; that the Worker behind it has one is seen when it is called.
const isBinding = (value: unknown): value is WrapperBinding =>
  (typeof value === 'object' || typeof value === 'function') && value !== null;

const ofModule = (wrapper: Wrapper, example: boolean): Reachable => ({
  name: wrapper.about.name,
  form: 'module',
  example,
  describe: async () => describedSchema.parse({ ...wrapper.about, person: wrapper.person !== undefined }),
  people: async (ask, world) => peopleStream(wrapper, ask, moduleWorld(world, ask.secrets)),
  person: async (key, ask, world) => personStream(wrapper, key, ask, moduleWorld(world, ask.secrets)),
});

const ofBinding = (name: string, binding: WrapperBinding): Reachable => ({
  name,
  form: 'worker',
  example: false,
  describe: async () => ({ ...describedSchema.parse(await binding.describe()), name }),
  people: (ask) => binding.people(ask),
  person: (key, ask) => binding.person(key, ask),
});

/** Every wrapper of this deployment by name. A Worker takes the place of a module of the same name. */
export function wrappersOf({
  bindings = {},
  allowPrivateHosts,
}: Pick<SourceContext, 'bindings' | 'allowPrivateHosts'>): Map<string, Reachable> {
  const modules = MODULES.filter(({ example }) => allowPrivateHosts || !example);
  const bound = Object.entries(bindings).flatMap(([binding, value]) =>
    binding.startsWith(PREFIX) && isBinding(value) ? [ofBinding(nameOf(binding), value)] : [],
  );
  const all = [...modules.map(({ wrapper, example }) => ofModule(wrapper, example)), ...bound];
  return new Map(all.map((one) => [one.name, one]));
}

/** Waits for a wrapper's answer to a call, as long as a sync waits for anything. */
export const called = <Value>(call: Promise<Value>, world: HttpWorld): Promise<Waited<Value>> =>
  patiently(call, world.limits.first, world);
