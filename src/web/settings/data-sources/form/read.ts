import type { Context } from 'hono';
import { type ConfiguredSource, readConfiguredSource } from '../../../../app/data-sources/configure-source.ts';
import { usableWrappers } from '../../../../app/data-sources/wrappers.ts';
import type { TenantEnv } from '../../../../auth/actor.ts';
import { describeFault, type Fault } from '../../../../domain/shared/fault.ts';
import { isObject } from '../../../../lib/json.ts';
import { describeIssueProblem, type IssueProblem, issueProblemsOf } from '../../../../lib/zod-issue.ts';
import type { FieldErrors } from '../../shared/form-fields.ts';
import { dataSourcesUrl } from '../../shared/urls.ts';
import { csvSftpForm } from './csv-sftp.ts';
import { customForm } from './custom.ts';
import { type FormValues, fieldsOfForm, formValues, redactHeaders, type SourceForm } from './fields.ts';
import { httpApiForm } from './http-api.ts';
import type { SourceFormState } from './source-form.tsx';
import { workdayForm } from './workday.ts';

const FORMS: ReadonlyMap<string, SourceForm> = new Map([
  ['workday', workdayForm],
  ['http-api', httpApiForm],
  ['csv-sftp', csvSftpForm],
]);

export const hasSourceForm = (kind: string): boolean => kind === 'custom' || FORMS.has(kind);

/** The form of the data source in the path, with its stored settings. */
export interface OpenedSourceForm {
  kind: string;
  form: SourceForm;
  source: ConfiguredSource | null;
}

/** @returns null for a kind that has no form */
export async function openSourceForm(c: Context<TenantEnv>): Promise<OpenedSourceForm | null> {
  const kind = c.req.param('kind') ?? '';
  const { tenant } = c.var.store;
  // Which settings a wrapper takes, it says itself.
  const form = kind === 'custom' ? customForm(await usableWrappers(c.env, tenant)) : FORMS.get(kind);
  if (!form) return null;
  const source = await readConfiguredSource(c.env, tenant, kind);
  return { kind, form, source: source.ok ? source.value : null };
}

export async function readFormValues(c: Context<TenantEnv>, { form }: OpenedSourceForm): Promise<FormValues> {
  const typed = await c.req.parseBody({ dot: true });
  // A fingerprint that the test of the connection asked about.
  const { confirm_host_key: confirmed } = typed;
  return formValues(form, confirmed === undefined ? typed : { ...typed, host_key: confirmed });
}

export const isSwitchedOn = (values: FormValues): boolean => values('enabled') === 'on';

/** The form of the stored settings. A new source is switched on where no other one is. */
export async function storedFormState(c: Context<TenantEnv>, opened: OpenedSourceForm): Promise<SourceFormState> {
  const { form, source } = opened;
  const enabled = source ? source.enabled : (await c.var.store.dataSources.enabledPull()) === null;
  const stored = source?.settings;
  const settings = isObject(stored) ? { ...stored, ...form.derived?.(stored) } : null;
  return { ...formState(c, opened, formValues(form, settings), false), enabled };
}

/** The form as it was submitted, without secrets. @param fault why it was refused */
export function submittedFormState(
  c: Context<TenantEnv>,
  opened: OpenedSourceForm,
  typed: FormValues,
  fault: Fault | null,
): SourceFormState {
  const fields = fieldsOfForm(opened.form, typed);
  const hasSecret = fields.some(({ name, as }) => (as === 'secret' || as === 'secret-lines') && typed(name) !== '');
  const headers = redactHeaders(typed('headers'));
  const shown: FormValues = (name) => (name === 'headers' ? headers : typed(name));
  const state = formState(c, opened, shown, hasSecret || headers !== typed('headers'));
  if (!fault) return state;
  const errors = errorsByField(fault);
  const isPlaced = fields.some(({ name }) => errors.has(name));
  return { ...state, errors, problem: isPlaced && errors.size === 1 ? null : describeFault(fault) };
}

const formState = (
  c: Context<TenantEnv>,
  { kind, form, source }: OpenedSourceForm,
  values: FormValues,
  retype: boolean,
): SourceFormState => ({
  kind,
  form,
  enabled: isSwitchedOn(values),
  values,
  retype,
  errors: new Map(),
  secretsSet: source?.secretsSet ?? [],
  action: `${dataSourcesUrl(c)}/${kind}`,
  problem: null,
  test: null,
});

/** Errors by field, of several the first. A header is a line of one field. */
function errorsByField(refusal: Fault): FieldErrors {
  const field = (path: string) => (path.startsWith('headers.') ? 'headers' : path);
  const problems = issueProblemsOf(refusal.params).map((problem) => [problem.path, describeAtField(problem)] as const);
  const paths = Array.isArray(refusal.details?.paths) ? refusal.details.paths : [];
  const errors = problems.length > 0 ? problems : paths.map((path) => [path, describeFault(refusal)] as const);
  return new Map(errors.toReversed().map(([path, error]) => [field(path), error]));
}

/** A problem beside its field need not name it. */
function describeAtField(problem: IssueProblem): string {
  if (problem.kind === 'missing') return 'Enter it.';
  return problem.kind === 'message' ? problem.message : describeIssueProblem(problem);
}
