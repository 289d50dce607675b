import type { Attributes, UserRole } from './attributes.ts';

/** Employee ID for comparing: trimmed, in lower case. Null for blank text. */
export const normalizeEmployeeId = (id: string | null): string | null => id?.trim().toLowerCase() || null;

/**
 * The key under which an employee ID is unique and found: normalized, without leading zeros. `00123` and `123` have one
 * key on purpose: a spreadsheet that dropped the zeros must not create a second user, nor terminate the first.
 */
export const employeeKey = (id: string | null): string | null => {
  const text = normalizeEmployeeId(id);
  return text && (text.replace(/^0+(?=.)/, '') || text);
};

/** E-mail for comparing: trimmed, in lower case. Null for blank text. */
export const emailKey = (email: string | null): string | null => email?.trim().toLowerCase() || null;

/** An ID that a spreadsheet turned into a number, such as `1.2E+10`. */
export const isScientificNotation = (id: string): boolean => /^\d(?:[.,]\d+)?e\+\d+$/i.test(id.trim());

/** The fields of a stored user that a decision needs. */
export interface KnownUser {
  id: number;
  version: number;
  /** When this user was last written, milliseconds since the epoch. */
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
  /** The user that the payload is about. */
  user: KnownUser | null;
  /** Another user, who has the payload's e-mail now. */
  emailHolder: KnownUser | null;
}

/**
 * Finds the user of a payload: by employee ID first, by e-mail only when the payload or the user has no employee ID.
 * Two different employee IDs never match by e-mail.
 * @param employeeKey the payload's, or null
 * @param byEmployee the user with that employee ID
 * @param byEmail the user with the payload's e-mail, when it is not byEmployee
 */
export function matchUser(employeeKey: string | null, byEmployee: KnownUser | null, byEmail: KnownUser | null): Match {
  if (byEmployee) return { user: byEmployee, emailHolder: byEmail };
  if (!byEmail) return { user: null, emailHolder: null };
  const hasAnotherId = employeeKey !== null && byEmail.details?.employeeKey != null;
  return hasAnotherId ? { user: null, emailHolder: byEmail } : { user: byEmail, emailHolder: null };
}
