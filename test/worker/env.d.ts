/// <reference types="@cloudflare/vitest-plugin/types" />

declare namespace Cloudflare {
  interface Env {
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[];
    /** JSON: the files of JSONTestSuite, or null where it is absent. */
    TEST_JSON_SUITE: string;
    /** A Worker of its own that is a wrapper with faults (test/fixtures/unruly-wrapper). */
    WRAPPER_UNRULY: {
      people(ask: object): Promise<ReadableStream<Uint8Array>>;
      seen(): Promise<{ yielded: number; stopped: number }>;
    };
  }
}

/** A fixture as a text: in workerd there is no disk. */
declare module '*?raw' {
  const text: string;
  export default text;
}
