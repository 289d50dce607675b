/// <reference types="@cloudflare/vitest-plugin/types" />

declare namespace Cloudflare {
  interface Env {
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[];
    /** JSON: the files of JSONTestSuite, or null where it is absent. */
    TEST_JSON_SUITE: string;
  }
}
