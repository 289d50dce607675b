import type { z } from 'zod';
import type { Fault } from '../domain/shared/fault.ts';
import type { SourceKind } from '../domain/shared/source-kinds.ts';
import { ok, type Result } from '../lib/result.ts';
import { parseSourceBody } from './body-fields.ts';
import { csvSftp } from './csv-sftp/csv-sftp.ts';
import { custom } from './custom/custom.ts';
import { httpApi } from './http-api/http-api.ts';
import type {
  CheckContext,
  FeedEnd,
  PersonLookup,
  PullSource,
  RecordSink,
  SourceContext,
  StoredSource,
} from './source.ts';
import { workday } from './workday/workday.ts';

export interface RegisteredSource {
  kind: SourceKind;
  /** For the OpenAPI document; use `parseBody` to validate. */
  body: z.ZodType;
  /** @returns faults `invalid_body`, `invalid_settings` */
  parseBody(body: unknown, before: StoredSource<unknown, unknown> | null): Result<AcceptedSource, Fault>;
  check(
    accepted: AcceptedSource,
    before: StoredSource<unknown, unknown> | null,
    context: CheckContext,
  ): Promise<Result<AcceptedSource, Fault>>;
  people(
    stored: StoredSource<unknown, unknown>,
    sink: RecordSink,
    context: SourceContext,
  ): Promise<Result<FeedEnd, Fault>>;
  takesOnlyUploads(settings: unknown): boolean;
  person(
    stored: StoredSource<unknown, unknown>,
    key: PersonLookup,
    context: SourceContext,
  ): Promise<Result<Uint8Array, Fault>>;
}

/** `settings` may be shown, `secrets` are to be sealed. */
export interface AcceptedSource extends StoredSource<Record<string, unknown>, object> {
  enabled: boolean;
}

// Stored JSON is a border too, so it is parsed again; invalid stored JSON is breakage, not a fault.
function eraseTypes<
  Body extends { enabled: boolean },
  Settings extends Record<string, unknown>,
  Secrets extends object,
>(source: PullSource<Body, Settings, Secrets>): RegisteredSource {
  const parseStored = ({ settings, secrets }: StoredSource<unknown, unknown>): StoredSource<Settings, Secrets> => ({
    settings: source.settings.parse(settings),
    secrets: source.secrets.parse(secrets),
  });
  return {
    kind: source.kind,
    body: source.body,
    parseBody(input, before) {
      const body = parseSourceBody(source.body, input);
      if (!body.ok) return body;
      const split = source.splitSecrets(body.value, before && parseStored(before));
      return split.ok ? ok({ enabled: body.value.enabled, ...split.value }) : split;
    },
    async check(accepted, before, context) {
      if (!source.check) return ok(accepted);
      const checked = await source.check(parseStored(accepted), before && parseStored(before), context);
      return checked.ok ? ok({ ...accepted, ...checked.value }) : checked;
    },
    async people(stored, sink, context) {
      const { settings, secrets } = parseStored(stored);
      return source.people(settings, secrets, sink, context);
    },
    takesOnlyUploads: (settings) => source.takesOnlyUploads?.(source.settings.parse(settings)) ?? false,
    async person(stored, key, context) {
      const { settings, secrets } = parseStored(stored);
      return source.person(settings, secrets, key, context);
    },
  };
}

const SOURCES: ReadonlyMap<string, RegisteredSource> = new Map(
  [eraseTypes(workday), eraseTypes(httpApi), eraseTypes(csvSftp), eraseTypes(custom)].map((source) => [
    source.kind,
    source,
  ]),
);

export const PULL_SOURCES: readonly RegisteredSource[] = [...SOURCES.values()];

/** @returns null for a kind that cannot be pulled from */
export const sourceOf = (kind: string): RegisteredSource | null => SOURCES.get(kind) ?? null;
