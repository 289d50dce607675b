import type { Context } from 'hono';
import type { TenantEnv } from '../../../../auth/actor.ts';
import { describeFault, type Fault } from '../../../../domain/fault.ts';
import { type ConfiguredSource, configuredSource } from '../../../../syncs/sources/configure-source.ts';
import { sourcesAt } from '../read.ts';
import { bodyFrom, typedFrom, withoutSecrets } from './body.ts';
import type { SourceForm, Typed } from './fields.ts';
import { formOf } from './forms.ts';
import type { FormState } from './source-form.tsx';

/** The form that an address names, with what is stored of it. */
export interface Opened {
  kind: string;
  form: SourceForm;
  source: ConfiguredSource | null;
}

/** @returns null for a kind that has no form. */
export async function openForm(c: Context<TenantEnv>): Promise<Opened | null> {
  const kind = c.req.param('kind') ?? '';
  const form = await formOf(c, kind);
  if (!form) return null;
  const source = await configuredSource(c.env, c.var.store.tenant, kind);
  return { kind, form, source: source.ok ? source.value : null };
}

/** What somebody typed into it. */
export async function typedIn(c: Context<TenantEnv>, { form }: Opened): Promise<Typed> {
  const fields = await c.req.parseBody();
  // A fingerprint that the test of the connection asked about.
  const { confirm_host_key: confirmed } = fields;
  return (name) => {
    if (name === 'host_key' && typeof confirmed === 'string') return confirmed;
    const value = fields[name];
    return typeof value === 'string' ? value : (form.initial[name] ?? '');
  };
}

export const isSwitchedOn = (typed: Typed): boolean => typed('enabled') === 'on';

/** The body of PUT that a form says. @param enabled as it is to be saved: another source may have to be asked about */
export const bodyOf = ({ form }: Opened, typed: Typed, enabled: boolean): Record<string, unknown> =>
  bodyFrom(form, typed, enabled);

/** The form as it was stored. A new one is switched on where no other source is. */
export async function storedState(c: Context<TenantEnv>, opened: Opened): Promise<FormState> {
  const { form, source } = opened;
  const enabled = source ? source.enabled : (await c.var.store.dataSources.enabledPull()) === null;
  return { ...stateOf(c, opened, typedFrom(form, source?.settings ?? null), false), enabled };
}

/** The form as it was typed; secrets are not sent back. @param fault what is wrong with it */
export function typedState(c: Context<TenantEnv>, opened: Opened, typed: Typed, fault: Fault | null): FormState {
  const settings = opened.form.groups(typed).flatMap((group) => group.settings);
  const secrets = settings.filter(({ as }) => as === 'secret' || as === 'secret-lines').map(({ name }) => name);
  const headers = typed('headers');
  const shown: Typed = (name) => (name === 'headers' ? withoutSecrets(headers) : typed(name));
  const retype = secrets.some((name) => typed(name) !== '') || withoutSecrets(headers) !== headers;
  const state = stateOf(c, opened, shown, retype);
  if (!fault) return state;
  const errors = errorsOf(fault);
  const placed = settings.some(({ name }) => errors.has(name));
  return { ...state, errors, problem: placed && errors.size === 1 ? null : describeFault(fault) };
}

function stateOf(c: Context<TenantEnv>, { kind, form, source }: Opened, typed: Typed, retype: boolean): FormState {
  return {
    kind,
    form,
    enabled: isSwitchedOn(typed),
    typed,
    retype,
    errors: new Map(),
    kept: source?.secretsSet ?? [],
    action: `${sourcesAt(c)}/${kind}`,
    problem: null,
    test: null,
  };
}

/** What is wrong, by the setting it is about. A header is a line of one field. */
function errorsOf(refusal: Fault): Map<string, string> {
  const { details } = refusal;
  const message = describeFault(refusal);
  const { paths, issues } = details ?? {};
  if (!Array.isArray(paths)) return new Map();
  const said = Array.isArray(issues) ? issues : [];
  const place = (path: string) => (path.startsWith('headers.') ? 'headers' : path);
  const about = paths.map((path, index): [string, string] => [place(path), plain(said[index] ?? message, path)]);
  // Of several about one field the first says most.
  return new Map(about.toReversed());
}

/** Beside its field a sentence need not name the place in the body. */
const plain = (issue: string, path: string): string => {
  if (issue === `“${path}” is missing.`) return 'Enter it.';
  return issue.startsWith(`“${path}”: `) ? issue.slice(path.length + 4) : issue;
};
