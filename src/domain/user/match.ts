import type { KnownUser } from './known.ts';

/** Who a payload is about, and who else holds the e-mail it brings. */
export interface Match {
  user: KnownUser | null;
  /** Another user who has the payload's e-mail now. */
  holder: KnownUser | null;
}

/**
 * Finds the user of a payload: by employee ID first, by e-mail only when the payload or the user has no employee ID.
 * Two different employee IDs never match by e-mail.
 * @param employeeKey the payload's, or null
 * @param byEmployee the user with that employee ID
 * @param byEmail the user with the payload's e-mail, when it is not byEmployee
 */
export function match(employeeKey: string | null, byEmployee: KnownUser | null, byEmail: KnownUser | null): Match {
  if (byEmployee) return { user: byEmployee, holder: byEmail };
  if (!byEmail) return { user: null, holder: null };
  const hasAnotherId = employeeKey !== null && byEmail.details?.employeeKey != null;
  return hasAnotherId ? { user: null, holder: byEmail } : { user: byEmail, holder: null };
}
