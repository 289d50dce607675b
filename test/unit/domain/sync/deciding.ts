import type { MappedPerson } from '../../../../src/domain/mapping/mapped-person.ts';
import { decide } from '../../../../src/domain/sync/decide.ts';
import type { KnownDetails, KnownUser } from '../../../../src/domain/user/matching.ts';

export const FETCHED = 1000;
export const context = {
  today: '2025-06-15',
  accessEnds: 'end_of_day' as const,
  source: 'workday',
  fetchStartedAt: FETCHED,
  mapping: { keepsOnNull: new Set(['department']), createDaysBeforeHire: null },
};
export const VALUES = { full_name: 'Ada', email: 'ada@x.example', employee_id: 'E1', title: 'Engineer' };

export const person = (
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
export const details: KnownDetails = {
  employeeId: 'E1',
  employeeKey: 'e1',
  emailKey: 'ada@x.example',
  role: 'regular',
  attributes: VALUES,
};
export const user = (more: Partial<KnownUser> = {}): KnownUser => ({
  id: 7,
  version: 3,
  changedAt: 500,
  state: 'active',
  override: null,
  overrideSeen: null,
  protected: false,
  ownerSource: 'workday',
  details,
  ...more,
});
export const decided = (who: MappedPerson, known: KnownUser | null, holder: KnownUser | null = null) =>
  decide(who, { user: known, emailHolder: holder }, 'f', context);
export const short = (who: MappedPerson, known: KnownUser | null) => {
  const { outcome, reason } = decided(who, known);
  return [outcome, reason];
};
export const gone = { status: 'terminated' as const };
