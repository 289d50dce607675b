import type { MappedPerson } from '../../../../src/domain/mapping/mapped-person.ts';
import { decide } from '../../../../src/domain/sync/decide.ts';
import type { KnownDetails, KnownUser } from '../../../../src/domain/user/matching.ts';

export const FETCHED_AT = 1000;
export const DECIDE_CONTEXT = {
  today: '2025-06-15',
  accessEnds: 'end_of_day' as const,
  source: 'workday',
  fetchStartedAt: FETCHED_AT,
  mapping: { keepsOnNull: new Set(['department']), createDaysBeforeHire: null },
};
export const VALUES = { full_name: 'Ada', email: 'ada@x.example', employee_id: 'E1', title: 'Engineer' };

export const mappedPerson = (
  attributes: MappedPerson['attributes'] = {},
  more: Partial<MappedPerson> = {},
): MappedPerson => ({
  attributes: { ...VALUES, department: null, ...attributes },
  status: null,
  role: null,
  included: true,
  primary: false,
  errors: [],
  ...more,
});
export const KNOWN_DETAILS: KnownDetails = {
  employeeId: 'E1',
  employeeKey: 'e1',
  emailKey: 'ada@x.example',
  role: 'regular',
  attributes: VALUES,
};
export const knownUser = (more: Partial<KnownUser> = {}): KnownUser => ({
  id: 7,
  version: 3,
  changedAt: 500,
  state: 'active',
  override: null,
  overrideSeen: null,
  protected: false,
  ownerSource: 'workday',
  details: KNOWN_DETAILS,
  ...more,
});
export const decideOutcome = (who: MappedPerson, known: KnownUser | null, holder: KnownUser | null = null) =>
  decide(who, { user: known, emailHolder: holder }, 'f', DECIDE_CONTEXT);
export const summarize = (who: MappedPerson, known: KnownUser | null) => {
  const { outcome, reason } = decideOutcome(who, known);
  return [outcome, reason];
};
export const TERMINATED = { status: 'terminated' as const };
