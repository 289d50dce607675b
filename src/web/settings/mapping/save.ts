import type { Context } from 'hono';
import { saveMapping } from '../../../app/mapping/save-mapping.ts';
import type { TenantEnv } from '../../../auth/actor.ts';
import { mappingSchema } from '../../../domain/mapping/mapping.ts';
import type { Fault } from '../../../domain/shared/fault.ts';
import type { SourceKind } from '../../../domain/shared/source-kinds.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { MappingVersion } from '../../../store/mapping/reader.ts';
import type { FieldErrors } from '../shared/form-fields.ts';
import type { SaveConflict } from './conflict.tsx';
import { type MappingFormValues, mappingBody, mappingFormValues, openedVersion } from './fields.ts';
import { defaultSide, formDifferences, mergeForms } from './merge.ts';
import { fieldErrorsOfFault, validateMappingForm } from './problems.ts';

export interface SaveFailure {
  errors?: FieldErrors;
  refusal?: Fault;
  conflict?: SaveConflict;
}

export const toSaveFailure = (fault: Fault): SaveFailure =>
  fault.code === 'invalid_mapping' || fault.code === 'invalid_expression'
    ? { errors: fieldErrorsOfFault(fault) }
    : { refusal: fault };

export const versionFormValues = (stored: MappingVersion | null): MappingFormValues =>
  mappingFormValues(stored?.body ?? null, stored?.version ?? 0);

/** @returns the number of the new version */
export async function saveMappingForm(
  c: Context<TenantEnv>,
  source: SourceKind,
  form: MappingFormValues,
): Promise<Result<number, SaveFailure>> {
  const errors = validateMappingForm(form);
  if (errors.size > 0) return fail({ errors });
  const request = {
    source,
    body: mappingBody(form),
    note: form.note?.trim() || null,
    baseVersion: openedVersion(form),
    acceptCases: form.act === 'save-cases',
  };
  const saved = await saveMapping(c.env, c.var.store.tenant, request, c.var.actor.label);
  if (saved.ok) return ok(saved.value.version);
  return fail(
    saved.fault.code === 'version_conflict' ? await readConflict(c, source, form) : toSaveFailure(saved.fault),
  );
}

async function readConflict(c: Context<TenantEnv>, source: SourceKind, yours: MappingFormValues): Promise<SaveFailure> {
  const { mappings } = c.var.store;
  const [current, base] = await Promise.all([mappings.current(source), mappings.version(source, openedVersion(yours))]);
  if (current === null) return {};
  const differences = formDifferences(versionFormValues(base), versionFormValues(current), yours);
  return { conflict: { theirs: current, differences } };
}

/** @returns null when the other admin's version does not exist */
export async function resolveConflict(
  c: Context<TenantEnv>,
  source: SourceKind,
  yours: MappingFormValues,
): Promise<MappingFormValues | null> {
  const { mappings } = c.var.store;
  const [theirs, base] = await Promise.all([
    mappings.version(source, openedVersion(yours)),
    mappings.version(source, Number(yours.base) || 0),
  ]);
  if (theirs === null) return null;
  return mergeForms(versionFormValues(base), versionFormValues(theirs), yours, (difference) => {
    const chosen = yours[`take:${difference.key}`];
    return chosen === 'theirs' || chosen === 'yours' ? chosen : defaultSide(difference);
  });
}

export async function matchesPreview(c: Context<TenantEnv>, syncId: number, form: MappingFormValues): Promise<boolean> {
  const submitted = mappingSchema.safeParse(mappingBody(form));
  const draft = await c.var.store.syncs.getDraft(syncId);
  return submitted.success && JSON.stringify(submitted.data) === JSON.stringify(draft);
}
