import { WorkerEntrypoint } from 'cloudflare:workers';
import type { PersonKey } from '../../../src/sources/custom/wrapper.ts';
import { peopleStream, personStream, type WrapperCall } from '../../../src/sources/custom/wrapper-stream.ts';
import { northwind as wrapper } from '../../../src/sources/custom/wrappers/northwind/northwind.ts';
import { createNetwork } from './network.ts';

// For a system behind a client certificate or a tunnel, see docs/connectivity.md of Rollcall.
const network = createNetwork((input, init) => fetch(input, init));

/** Rollcall calls these methods through its binding. For another wrapper, replace the import of `northwind`. */
export default class extends WorkerEntrypoint {
  describe() {
    return { ...wrapper.about, person: wrapper.person !== undefined };
  }

  people(call: WrapperCall): ReadableStream<Uint8Array> {
    return peopleStream(wrapper, call, network);
  }

  person(key: PersonKey, call: WrapperCall): ReadableStream<Uint8Array> {
    return personStream(wrapper, key, call, network);
  }

  /** Only shows that the Worker runs. */
  override fetch(): Response {
    return new Response('A wrapper of Rollcall. It is called by its binding only.\n', { status: 404 });
  }
}
