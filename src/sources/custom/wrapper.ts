/**
 * A wrapper: code that gets the people of one company from a system that no standard data source supports. It signs in,
 * fetches and yields payloads; Rollcall does the rest. The same wrapper runs as a module of Rollcall or in a separate
 * Worker (docs/custom-integration.md), which has a copy of this file: it must not import anything.
 */
export interface Wrapper {
  about: About;
  /**
   * Yields one payload a person: an object that can be serialized as JSON, unchanged. It must throw when anybody may be
   * missing, because people who are not yielded count as leavers.
   */
  people(context: WrapperContext): AsyncIterable<unknown>;
  /** As `people` would yield it; null when there is no such person. */
  person?(key: PersonKey, context: WrapperContext): Promise<unknown>;
}

export interface About {
  /** a–z, 0–9 and hyphens. For a separate Worker, the name of the binding is used instead. */
  name: string;
  version: string;
  /** One sentence: which system, by which API. */
  description: string;
  /** Required secrets, with their labels: `{ api_key: 'API key' }`. They are stored sealed. */
  secrets?: Record<string, string>;
  /** Visible to admins. */
  options?: Record<string, Option>;
  /** Slugs of the companies that may use it; all when left out. */
  tenants?: string[];
}

/** Use type `url` for addresses: when their host changes, the secrets must be entered again. */
export interface Option {
  type: 'text' | 'url' | 'number' | 'boolean';
  description: string;
  /** Default: true. */
  required?: boolean;
}
export type OptionValue = string | number | boolean;

/** At least one is not null. */
export interface PersonKey {
  employee_id: string | null;
  email: string | null;
}

export interface WrapperContext {
  /**
   * Sends a request and logs it, without secrets. Retries when the server asks to wait (429, 503) and when the server or
   * the network fails; any other response is returned, refusals (401) included.
   * @param url absolute
   */
  fetch(url: string, init?: WrapperRequest): Promise<Response>;
  /** @param name as declared in `about.secrets` */
  secret(name: string): string;
  options: Readonly<Record<string, OptionValue>>;
  /** The date in the company's time zone, YYYY-MM-DD. */
  today: string;
  sleep(milliseconds: number): Promise<void>;
  /** Declares how many people the system has: when fewer are yielded, the sync fails as incomplete. */
  expect(people: number): void;
}

export interface WrapperRequest {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
}
