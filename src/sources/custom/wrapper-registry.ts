import { z } from 'zod';
import type { HttpContext } from '../../lib/http/context.ts';
import { type WaitResult, withTimeout } from '../../lib/http/timeout.ts';
import type { SourceContext } from '../source.ts';
import { moduleNetwork } from './module-network.ts';
import type { About, PersonKey, Wrapper } from './wrapper.ts';
import { peopleStream, personStream, type WrapperCall } from './wrapper-stream.ts';
import { MODULES } from './wrappers/list.ts';

const identifier = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'Use a–z, 0–9 and _, beginning with a letter.');

const aboutSchema: z.ZodType<About> = z.object({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/, 'Use a–z, 0–9 and hyphens.'),
  version: z.string().min(1).max(40),
  description: z.string().min(1).max(300),
  secrets: z.record(identifier, z.string().min(1).max(80)).optional(),
  options: z
    .record(
      identifier,
      z.object({
        type: z.enum(['text', 'url', 'number', 'boolean']),
        description: z.string().max(300),
        required: z.boolean().optional(),
      }),
    )
    .optional(),
  tenants: z.array(z.string()).optional(),
});

const wrapperDescription = z.intersection(aboutSchema, z.object({ person: z.boolean() }));
export type WrapperDescription = z.infer<typeof wrapperDescription>;

export interface AvailableWrapper {
  name: string;
  form: 'module' | 'worker';
  /** Offered only where private hosts are allowed (local demo, tests). */
  example: boolean;
  /** @throws when it cannot be reached */
  describe(): Promise<WrapperDescription>;
  people(call: WrapperCall, http: HttpContext): Promise<ReadableStream<Uint8Array>>;
  person(key: PersonKey, call: WrapperCall, http: HttpContext): Promise<ReadableStream<Uint8Array>>;
}

/** The entry point of examples/wrapper-worker. */
interface WrapperBinding {
  describe(): Promise<unknown>;
  people(call: WrapperCall): Promise<ReadableStream<Uint8Array>>;
  person(key: PersonKey, call: WrapperCall): Promise<ReadableStream<Uint8Array>>;
}

const BINDING_PREFIX = 'WRAPPER_';
/** `WRAPPER_ACME_PEOPLE` is the wrapper “acme-people”. */
const wrapperNameOf = (binding: string): string =>
  binding.slice(BINDING_PREFIX.length).toLowerCase().replaceAll('_', '-');

// The proxy of a binding has every method; only a call shows whether the Worker has it.
const isBinding = (value: unknown): value is WrapperBinding =>
  (typeof value === 'object' || typeof value === 'function') && value !== null;

const moduleWrapper = (wrapper: Wrapper, example: boolean): AvailableWrapper => ({
  name: wrapper.about.name,
  form: 'module',
  example,
  describe: async () => wrapperDescription.parse({ ...wrapper.about, person: wrapper.person !== undefined }),
  people: async (call, http) => peopleStream(wrapper, call, moduleNetwork(http, call.secrets)),
  person: async (key, call, http) => personStream(wrapper, key, call, moduleNetwork(http, call.secrets)),
});

const boundWrapper = (name: string, binding: WrapperBinding): AvailableWrapper => ({
  name,
  form: 'worker',
  example: false,
  describe: async () => ({ ...wrapperDescription.parse(await binding.describe()), name }),
  people: (call) => binding.people(call),
  person: (key, call) => binding.person(key, call),
});

/** A Worker replaces a module of the same name. */
export function availableWrappers({
  bindings = {},
  allowPrivateHosts,
}: Pick<SourceContext, 'bindings' | 'allowPrivateHosts'>): Map<string, AvailableWrapper> {
  const modules = MODULES.filter(({ example }) => allowPrivateHosts || !example);
  const bound = Object.entries(bindings).flatMap(([binding, value]) =>
    binding.startsWith(BINDING_PREFIX) && isBinding(value) ? [boundWrapper(wrapperNameOf(binding), value)] : [],
  );
  const wrappers = [...modules.map(({ wrapper, example }) => moduleWrapper(wrapper, example)), ...bound];
  return new Map(wrappers.map((wrapper) => [wrapper.name, wrapper]));
}

export const callWithTimeout = <Value>(call: Promise<Value>, http: HttpContext): Promise<WaitResult<Value>> =>
  withTimeout(call, http.limits.firstByteTimeout, http);

export interface ListedWrapper {
  name: string;
  form: 'module' | 'worker';
  example: boolean;
  /** Null when it did not answer. */
  about: WrapperDescription | null;
  trouble: string | null;
}

/** Milliseconds; a page waits for it. */
const DESCRIBE_TIMEOUT = 5000;

export const describeWrappers = (wrappers: Map<string, AvailableWrapper>): Promise<ListedWrapper[]> =>
  Promise.all([...wrappers.values()].map(describeWrapper));

/** @param tenant slug */
export const usableByTenant = (listed: readonly ListedWrapper[], tenant: string): ListedWrapper[] =>
  listed.filter(({ about }) => !about?.tenants || about.tenants.includes(tenant));

async function describeWrapper(wrapper: AvailableWrapper): Promise<ListedWrapper> {
  const { name, form, example } = wrapper;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), DESCRIBE_TIMEOUT);
  });
  try {
    const about = await Promise.race([wrapper.describe(), timeout]);
    const trouble = about ? null : `it did not say what it is within ${DESCRIBE_TIMEOUT / 1000} seconds.`;
    return { name, form, example, about, trouble };
  } catch {
    // The error is not shown: its message may contain anything.
    const trouble = 'its Worker does not run, or does not say what it is.';
    return { name, form, example, about: null, trouble };
  } finally {
    clearTimeout(timer);
  }
}
