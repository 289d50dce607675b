import type { Context } from 'hono';
import type { TenantEnv } from '../../../../auth/actor.ts';
import type { Fault } from '../../../../domain/fault.ts';
import { mappingSchema } from '../../../../domain/mapping/mapping.ts';
import type { SourceKind } from '../../../../domain/sync/words.ts';
import { fail, ok, type Result } from '../../../../lib/result.ts';
import { saveMapping } from '../../../../syncs/mapping/save-mapping.ts';
import { formOfVersion } from '../read.ts';
import type { Conflict } from './conflict.tsx';
import { bodyOf, type Fields, type MappingForm, readForm } from './form.ts';
import { type Difference, differences, merged, type Side, usualSide } from './merge.ts';
import { formProblems, type Problems, problemsOf } from './problems.ts';

/** Why the form was not saved. */
export interface Unsaved {
  problems?: Problems;
  refusal?: Fault;
  conflict?: Conflict;
}

/** Which problems a refusal has, or that it is about the whole. */
export function unsaved(fault: Fault): Unsaved {
  return fault.code === 'invalid_mapping' || fault.code === 'invalid_expression'
    ? { problems: problemsOf(fault) }
    : { refusal: fault };
}

/** Saves what was typed as a new version. @returns its number */
export async function saveForm(
  c: Context<TenantEnv>,
  source: SourceKind,
  form: MappingForm,
  typed: Fields,
): Promise<Result<number, Unsaved>> {
  const own = formProblems(form);
  if (own.size > 0) return fail({ problems: own });
  const note = form.note.trim() === '' ? null : form.note.trim();
  const request = { source, body: bodyOf(form), note, version: form.version, acceptCases: typed.act === 'save-cases' };
  const saved = await saveMapping(c.env, c.var.store.tenant, request, c.var.actor.label);
  if (saved.ok) return ok(saved.value.version);
  if (saved.fault.code !== 'version_conflict') return fail(unsaved(saved.fault));
  return fail(await conflictOf(c, source, form, typed));
}

/** Both texts of two admins who saved at once. */
async function conflictOf(
  c: Context<TenantEnv>,
  source: SourceKind,
  yours: MappingForm,
  typed: Fields,
): Promise<Unsaved> {
  const { mappings } = c.var.store;
  const [current, seen] = await Promise.all([mappings.current(source), mappings.version(source, yours.version)]);
  if (current === null) return {};
  const found = differences(formOfVersion(seen), formOfVersion(current), yours);
  return { conflict: { theirs: current, differences: found, typed, base: yours.version } };
}

/** What was typed, with what was chosen of the other one's version; null when a version is not there. */
export async function resolved(c: Context<TenantEnv>, source: SourceKind, typed: Fields): Promise<MappingForm | null> {
  const { mappings } = c.var.store;
  const yours = readForm(typed);
  const [theirs, base] = await Promise.all([
    mappings.version(source, yours.version),
    mappings.version(source, Number(typed.base) || 0),
  ]);
  if (theirs === null) return null;
  const choice = (difference: Difference): Side => {
    const said = typed[`take:${difference.key}`];
    return said === 'theirs' || said === 'yours' ? said : usualSide(difference);
  };
  return merged(formOfVersion(base), formOfVersion(theirs), yours, choice);
}

/** Whether the form is still what a preview looked at. */
export async function isPreviewed(c: Context<TenantEnv>, sync: number, form: MappingForm): Promise<boolean> {
  const typed = mappingSchema.safeParse(bodyOf(form));
  const draft = mappingSchema.safeParse(await c.var.store.mappings.draft(sync));
  return typed.success && draft.success && JSON.stringify(typed.data) === JSON.stringify(draft.data);
}
