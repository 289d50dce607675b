/**
 * A wrapper: the code that an engineer writes to get the people of one company out of a system that nothing standard
 * fits. It signs in, retrieves, and yields payloads; everything behind that is Rollcall's work. The same wrapper runs as
 * a module of Rollcall or in a Worker of its own (docs/custom-integration.md). This file imports nothing, so that such a
 * Worker can have a copy of it.
 */
export interface Wrapper {
  about: About;
  /**
   * Yields everybody, one payload a person: an object that can be written as JSON, handed on as it came. Ends when
   * everybody was yielded; throws when anything is missing, because whoever is not yielded counts as gone.
   */
  people(context: WrapperContext): AsyncIterable<unknown>;
  /** The payload of one person, as `people` would yield it; null when the system does not know them. Optional. */
  person?(key: PersonKey, context: WrapperContext): Promise<unknown>;
}

/** What a wrapper says about itself. */
export interface About {
  /** a–z, 0–9 and hyphens; what an admin enters. In a Worker of its own the name of the binding counts. */
  name: string;
  version: string;
  /** One sentence: which system, by which API. */
  description: string;
  /** The secrets that it needs, and what people call each: `{ api_key: 'API key' }`. They are entered once and sealed. */
  secrets?: Record<string, string>;
  /** The options that it takes, by name. They may be shown. */
  options?: Record<string, Option>;
  /** The companies that may use it, as in their addresses; all of them when left out. */
  tenants?: string[];
}

/** An address belongs into an option of type `url`: when its host changes, the secrets have to be entered again. */
export interface Option {
  type: 'text' | 'url' | 'number' | 'boolean';
  description: string;
  /** False: it may be left out. */
  required?: boolean;
}
export type OptionValue = string | number | boolean;

/** Keys that can name one person; at least one is there. */
export interface PersonKey {
  employee_id: string | null;
  email: string | null;
}

/** All that a wrapper may use. */
export interface WrapperContext {
  /**
   * Sends a request and writes it into the connection log, without secrets. Waits and asks again when told to (429, 503)
   * or when the server or the network fails; any other answer is returned, refusals (401) too. Give it whole URLs.
   */
  fetch(url: string, init?: WrapperRequest): Promise<Response>;
  /** A secret by the name under which `about` declares it. */
  secret(name: string): string;
  options: Readonly<Record<string, OptionValue>>;
  /** The day in the company's time zone, YYYY-MM-DD. */
  today: string;
  sleep(milliseconds: number): Promise<void>;
  /** How many people the system says it has: when fewer are yielded, the sync fails as incomplete. */
  expect(people: number): void;
}

export interface WrapperRequest {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
}
