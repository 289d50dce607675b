import type { Attributes, UserRole } from './attributes.ts';

export const normalizeEmployeeId = (id: string | null): string | null => id?.trim().toLowerCase() || null;

/**
 * Unique, and how users are found: normalized, without leading zeros. `00123` and `123` have one key on purpose: a
 * spreadsheet that dropped the zeros must not create a second user, nor terminate the first.
 */
export const employeeKey = (id: string | null): string | null => {
  const text = normalizeEmployeeId(id);
  return text && (text.replace(/^0+(?=.)/, '') || text);
};

export const emailKey = (email: string | null): string | null => email?.trim().toLowerCase() || null;

/** A spreadsheet turned the ID into a number, such as `1.2E+10`. */
export const isScientificNotation = (id: string): boolean => /^\d(?:[.,]\d+)?e\+\d+$/i.test(id.trim());

export interface KnownUser {
  id: number;
  version: number;
  /** Milliseconds since the epoch. */
  changedAt: number;
  state: 'active' | 'terminated';
  override: 'terminated' | 'restored' | null;
  /** The data source's own state when an admin overrode it. */
  overrideSeen: 'active' | 'gone' | null;
  protected: boolean;
  ownerSource: string | null;
  /** Null when the fingerprint of the payload equals the stored one: then no decision needs them. */
  details: KnownDetails | null;
}

export interface KnownDetails {
  employeeId: string | null;
  employeeKey: string | null;
  emailKey: string;
  role: UserRole;
  attributes: Attributes;
}

export interface Match {
  user: KnownUser | null;
  /** Another user, who has the payload's e-mail now. */
  emailHolder: KnownUser | null;
}

/**
 * By employee ID first, by e-mail only when the payload or the user has no employee ID. Two different employee IDs
 * never match by e-mail.
 * @param byEmail the user with the payload's e-mail, when it is not byEmployee
 */
export function matchUser(employeeKey: string | null, byEmployee: KnownUser | null, byEmail: KnownUser | null): Match {
  if (byEmployee) return { user: byEmployee, emailHolder: byEmail };
  if (!byEmail) return { user: null, emailHolder: null };
  const hasAnotherId = employeeKey !== null && byEmail.details?.employeeKey != null;
  return hasAnotherId ? { user: null, emailHolder: byEmail } : { user: byEmail, emailHolder: null };
}
