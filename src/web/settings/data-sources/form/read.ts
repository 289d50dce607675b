import type { Context } from 'hono';
import { type ConfiguredSource, readConfiguredSource } from '../../../../app/data-sources/configure-source.ts';
import { usableWrappers } from '../../../../app/data-sources/wrappers.ts';
import type { TenantEnv } from '../../../../auth/actor.ts';
import { describeFault, type Fault } from '../../../../domain/shared/fault.ts';
import { describeIssueProblem, type IssueProblem, issueProblemsOf } from '../../../../lib/zod-issue.ts';
import type { FieldErrors } from '../../shared/form-fields.ts';
import { dataSourcesUrl } from '../../shared/urls.ts';
import { csvSftpForm } from './csv-sftp.ts';
import { customForm } from './custom.ts';
import { type FormValues, fieldsOfForm, formValues, isSecretInput, redactHeaders, type SourceForm } from './fields.ts';
import { httpApiForm } from './http-api.ts';
import type { SourceFormState } from './source-form.tsx';
import { workdayForm } from './workday.ts';

const FORMS: ReadonlyMap<string, SourceForm> = new Map([
  ['workday', workdayForm],
  ['http-api', httpApiForm],
  ['csv-sftp', csvSftpForm],
]);

export const hasSourceForm = (kind: string): boolean => kind === 'custom' || FORMS.has(kind);

export interface OpenedSourceForm {
  kind: string;
  form: SourceForm;
  source: ConfiguredSource | null;
}

export async function openSourceForm(c: Context<TenantEnv>): Promise<OpenedSourceForm | null> {
  const kind = c.req.param('kind') ?? '';
  const { tenant } = c.var.store;
  // Each wrapper declares its own settings.
  const form = kind === 'custom' ? customForm(await usableWrappers(c.env, tenant)) : FORMS.get(kind);
  if (!form) return null;
  const source = await readConfiguredSource(c.env, tenant, kind);
  return { kind, form, source: source.ok ? source.value : null };
}

export async function readFormValues(c: Context<TenantEnv>, { form }: OpenedSourceForm): Promise<FormValues> {
  const fields = await c.req.parseBody({ dot: true });
  // The button of a connection test that confirms the fingerprint of the server.
  const { confirm_host_key: confirmed } = fields;
  return formValues(form, confirmed === undefined ? fields : { ...fields, host_key: confirmed });
}

export const isEnabled = (values: FormValues): boolean => values('enabled') === 'on';

/** A new source is enabled if no other one is. */
export async function storedFormState(c: Context<TenantEnv>, opened: OpenedSourceForm): Promise<SourceFormState> {
  const { form, source } = opened;
  const enabled = source ? source.enabled : (await c.var.store.dataSources.enabledPull()) === null;
  const stored = source?.settings;
  const settings = stored ? { ...stored, ...form.deriveValues?.(stored) } : null;
  return { ...formState(c, opened, formValues(form, settings)), enabled };
}

/** Secrets are never sent back. @param fault why the form was refused; null if it was not */
export function submittedFormState(
  c: Context<TenantEnv>,
  opened: OpenedSourceForm,
  submitted: FormValues,
  fault: Fault | null,
): SourceFormState {
  const fields = fieldsOfForm(opened.form, submitted);
  const headers = redactHeaders(submitted('headers'));
  const values: FormValues = (name) => (name === 'headers' ? headers : submitted(name));
  const hasSecret = fields.some((field) => isSecretInput(field) && submitted(field.name) !== '');
  const reenterSecrets = hasSecret || headers !== submitted('headers');
  const state = { ...formState(c, opened, values), reenterSecrets };
  if (!fault) return state;
  const errors = errorsByField(fault);
  const isAtField = fields.some(({ name }) => errors.has(name));
  return { ...state, errors, problem: isAtField && errors.size === 1 ? null : describeFault(fault) };
}

const formState = (
  c: Context<TenantEnv>,
  { kind, form, source }: OpenedSourceForm,
  values: FormValues,
): SourceFormState => ({
  kind,
  form,
  enabled: isEnabled(values),
  values,
  reenterSecrets: false,
  errors: new Map(),
  secretsSet: source?.secretsSet ?? [],
  action: `${dataSourcesUrl(c)}/${kind}`,
  problem: null,
  test: null,
});

/** The first error of each field. Every header is part of the field `headers`. */
function errorsByField(fault: Fault): FieldErrors {
  const errors = new Map<string, string>();
  const add = (path: string, error: string) => {
    const field = path.startsWith('headers.') ? 'headers' : path;
    if (!errors.has(field)) errors.set(field, error);
  };
  const problems = issueProblemsOf(fault.params);
  for (const problem of problems) add(problem.path, describeProblem(problem));
  if (problems.length === 0 && Array.isArray(fault.details?.paths)) {
    for (const path of fault.details.paths) add(path, describeFault(fault));
  }
  return errors;
}

/** Stands beside its field, so does not name it. */
function describeProblem(problem: IssueProblem): string {
  if (problem.kind === 'missing') return 'Enter it.';
  return problem.kind === 'message' ? problem.message : describeIssueProblem(problem);
}
