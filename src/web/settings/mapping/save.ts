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
import { type MappingForm, mappingBody, mappingFormOf, versionSeen } from './fields.ts';
import { defaultSide, formDifferences, mergeForms } from './merge.ts';
import { errorsOfFault, errorsOfForm } from './problems.ts';

export interface SaveFailure {
  errors?: FieldErrors;
  /** A refusal that is about no field. */
  refusal?: Fault;
  conflict?: SaveConflict;
}

/** A refusal as errors of fields, or as one of the whole form. */
export const saveFailure = (fault: Fault): SaveFailure =>
  fault.code === 'invalid_mapping' || fault.code === 'invalid_expression'
    ? { errors: errorsOfFault(fault) }
    : { refusal: fault };

/** The form of a stored version; an empty one for none. */
export const formOfVersion = (stored: MappingVersion | null): MappingForm =>
  mappingFormOf(stored?.body ?? null, stored?.version ?? 0);

/** Saves what was typed as a new version. @returns its number */
export async function saveMappingForm(
  c: Context<TenantEnv>,
  source: SourceKind,
  form: MappingForm,
): Promise<Result<number, SaveFailure>> {
  const errors = errorsOfForm(form);
  if (errors.size > 0) return fail({ errors });
  const request = {
    source,
    body: mappingBody(form),
    note: form.note?.trim() || null,
    version: versionSeen(form),
    acceptCases: form.act === 'save-cases',
  };
  const saved = await saveMapping(c.env, c.var.store.tenant, request, c.var.actor.label);
  if (saved.ok) return ok(saved.value.version);
  return fail(saved.fault.code === 'version_conflict' ? await readConflict(c, source, form) : saveFailure(saved.fault));
}

/** Compares what was typed with the version that another admin saved meanwhile. */
async function readConflict(c: Context<TenantEnv>, source: SourceKind, yours: MappingForm): Promise<SaveFailure> {
  const { mappings } = c.var.store;
  const [current, seen] = await Promise.all([mappings.current(source), mappings.version(source, versionSeen(yours))]);
  if (current === null) return {};
  const differences = formDifferences(formOfVersion(seen), formOfVersion(current), yours);
  return { conflict: { theirs: current, differences } };
}

/**
 * Merges what was typed with the other admin's version, by the choices of the form; null when that version does not
 * exist.
 */
export async function resolveConflict(
  c: Context<TenantEnv>,
  source: SourceKind,
  yours: MappingForm,
): Promise<MappingForm | null> {
  const { mappings } = c.var.store;
  const [theirs, base] = await Promise.all([
    mappings.version(source, versionSeen(yours)),
    mappings.version(source, Number(yours.base) || 0),
  ]);
  if (theirs === null) return null;
  return mergeForms(formOfVersion(base), formOfVersion(theirs), yours, (difference) => {
    const chosen = yours[`take:${difference.key}`];
    return chosen === 'theirs' || chosen === 'yours' ? chosen : defaultSide(difference);
  });
}

/** Whether the form still is the mapping that a preview tried. @param sync ID of the preview */
export async function matchesPreview(c: Context<TenantEnv>, sync: number, form: MappingForm): Promise<boolean> {
  const typed = mappingSchema.safeParse(mappingBody(form));
  const draft = await c.var.store.syncs.getDraft(sync);
  return typed.success && JSON.stringify(typed.data) === JSON.stringify(draft);
}
