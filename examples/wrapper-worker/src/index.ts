import { WorkerEntrypoint } from 'cloudflare:workers';
import { worldOf } from './world.ts';
import type { PersonKey } from './wrapper.ts';
import { type Ask, peopleStream, personStream } from './wrapper-stream.ts';
import { northwind as wrapper } from './wrappers/northwind/northwind.ts';

// The way to the system: for one behind a client certificate or a tunnel, see docs/connectivity.md of Rollcall.
const world = worldOf((input, init) => fetch(input, init));

/** What Rollcall calls through its binding. A wrapper of your own: replace `northwind`, and nothing here. */
export default class extends WorkerEntrypoint {
  describe() {
    return { ...wrapper.about, person: wrapper.person !== undefined };
  }

  people(ask: Ask): ReadableStream<Uint8Array> {
    return peopleStream(wrapper, ask, world);
  }

  person(key: PersonKey, ask: Ask): ReadableStream<Uint8Array> {
    return personStream(wrapper, key, ask, world);
  }

  /** It has no pages; without a `fetch`, no HTTP request could tell that it runs. */
  override fetch(): Response {
    return new Response('A wrapper of Rollcall. It is called by its binding only.\n', { status: 404 });
  }
}
