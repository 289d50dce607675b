import { WorkerEntrypoint } from 'cloudflare:workers';
import type { PersonKey } from '../../../src/sources/custom/wrapper.ts';
import { peopleStream, personStream, type WrapperCall } from '../../../src/sources/custom/wrapper-stream.ts';
import { northwind as wrapper } from '../../../src/sources/custom/wrappers/northwind/northwind.ts';
import { createNetwork } from './network.ts';

// The way to the system: for one behind a client certificate or a tunnel, see docs/connectivity.md of Rollcall.
const network = createNetwork((input, init) => fetch(input, init));

/** What Rollcall calls through its binding. A wrapper of your own: replace `northwind`, and nothing here. */
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

  /** It has no pages; without a `fetch`, no HTTP request could tell that it runs. */
  override fetch(): Response {
    return new Response('A wrapper of Rollcall. It is called by its binding only.\n', { status: 404 });
  }
}
