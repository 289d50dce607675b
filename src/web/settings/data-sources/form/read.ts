import type { Context } from 'hono';
import { type ConfiguredSource, readConfiguredSource } from '../../../../app/data-sources/configure-source.ts';
import { usableWrappers } from '../../../../app/data-sources/wrappers.ts';
import type { TenantEnv } from '../../../../auth/actor.ts';
import { describeFault, type Fault } from '../../../../domain/shared/fault.ts';
import { dataSourcesPath } from '../read.ts';
import { csvSftpForm } from './csv-sftp.ts';
import { customForm } from './custom.ts';
import { type FormValues, redactHeaders, type SourceForm, sourceBody, storedValues } from './fields.ts';
import { httpApiForm } from './http-api.ts';
import type { SourceFormState } from './source-form.tsx';
import { workdayForm } from './workday.ts';

const FORMS: ReadonlyMap<string, SourceForm> = new Map([
  ['workday', workdayForm],
  ['http-api', httpApiForm],
  ['csv-sftp', csvSftpForm],
]);

/** Whether a kind of data source can be set up here. */
export const hasSourceForm = (kind: string): boolean => kind === 'custom' || FORMS.has(kind);

/** The form of a kind of data source, or null for one that cannot be set up here. */
export async function sourceFormFor(c: Context<TenantEnv>, kind: string): Promise<SourceForm | null> {
  // Which settings a wrapper takes, it says itself.
  if (kind === 'custom') return customForm(await usableWrappers(c.env, c.var.store.tenant));
  return FORMS.get(kind) ?? null;
}

/** The form that an address names, with what is stored of it. */
export interface OpenedSourceForm {
  kind: string;
  form: SourceForm;
  source: ConfiguredSource | null;
}

/** @returns null for a kind that has no form. */
export async function openSourceForm(c: Context<TenantEnv>): Promise<OpenedSourceForm | null> {
  const kind = c.req.param('kind') ?? '';
  const form = await sourceFormFor(c, kind);
  if (!form) return null;
  const source = await readConfiguredSource(c.env, c.var.store.tenant, kind);
  return { kind, form, source: source.ok ? source.value : null };
}

/** What somebody typed into it. */
export async function readFormValues(c: Context<TenantEnv>, { form }: OpenedSourceForm): Promise<FormValues> {
  const fields = await c.req.parseBody();
  // A fingerprint that the test of the connection asked about.
  const { confirm_host_key: confirmed } = fields;
  return (name) => {
    if (name === 'host_key' && typeof confirmed === 'string') return confirmed;
    const value = fields[name];
    return typeof value === 'string' ? value : (form.initial[name] ?? '');
  };
}

export const isSwitchedOn = (typed: FormValues): boolean => typed('enabled') === 'on';

/** The body of PUT that a form says. @param enabled as it is to be saved: another source may have to be asked about */
export const openedFormBody = (
  { form }: OpenedSourceForm,
  typed: FormValues,
  enabled: boolean,
): Record<string, unknown> => sourceBody(form, typed, enabled);

/** The form as it was stored. A new one is switched on where no other source is. */
export async function storedFormState(c: Context<TenantEnv>, opened: OpenedSourceForm): Promise<SourceFormState> {
  const { form, source } = opened;
  const enabled = source ? source.enabled : (await c.var.store.dataSources.enabledPull()) === null;
  return { ...formState(c, opened, storedValues(form, source?.settings ?? null), false), enabled };
}

/** The form as it was typed; secrets are not sent back. @param fault what is wrong with it */
export function submittedFormState(
  c: Context<TenantEnv>,
  opened: OpenedSourceForm,
  typed: FormValues,
  fault: Fault | null,
): SourceFormState {
  const settings = opened.form.groups(typed).flatMap((group) => group.settings);
  const secrets = settings.filter(({ as }) => as === 'secret' || as === 'secret-lines').map(({ name }) => name);
  const headers = typed('headers');
  const shown: FormValues = (name) => (name === 'headers' ? redactHeaders(headers) : typed(name));
  const retype = secrets.some((name) => typed(name) !== '') || redactHeaders(headers) !== headers;
  const state = formState(c, opened, shown, retype);
  if (!fault) return state;
  const errors = errorsByField(fault);
  const placed = settings.some(({ name }) => errors.has(name));
  return { ...state, errors, problem: placed && errors.size === 1 ? null : describeFault(fault) };
}

function formState(
  c: Context<TenantEnv>,
  { kind, form, source }: OpenedSourceForm,
  typed: FormValues,
  retype: boolean,
): SourceFormState {
  return {
    kind,
    form,
    enabled: isSwitchedOn(typed),
    typed,
    retype,
    errors: new Map(),
    kept: source?.secretsSet ?? [],
    action: `${dataSourcesPath(c)}/${kind}`,
    problem: null,
    test: null,
  };
}

/** What is wrong, by the setting it is about. A header is a line of one field. */
function errorsByField(refusal: Fault): Map<string, string> {
  const { details } = refusal;
  const message = describeFault(refusal);
  const { paths, issues } = details ?? {};
  if (!Array.isArray(paths)) return new Map();
  const said = Array.isArray(issues) ? issues : [];
  const place = (path: string) => (path.startsWith('headers.') ? 'headers' : path);
  const about = paths.map((path, index): [string, string] => [
    place(path),
    sentenceBesideField(said[index] ?? message, path),
  ]);
  // Of several about one field the first says most.
  return new Map(about.toReversed());
}

/** Beside its field a sentence need not name the place in the body. */
const sentenceBesideField = (issue: string, path: string): string => {
  if (issue === `“${path}” is missing.`) return 'Enter it.';
  return issue.startsWith(`“${path}”: `) ? issue.slice(path.length + 4) : issue;
};
