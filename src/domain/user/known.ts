import type { Attributes, Role } from './attributes.ts';

/** A user as stored, with what a decision needs. */
export interface KnownUser {
  id: number;
  version: number;
  /** When anything last wrote this user, milliseconds since the epoch. */
  changedAt: number;
  state: 'active' | 'terminated';
  override: 'terminated' | 'restored' | null;
  /** The data source's own state when an admin overrode it. */
  overrideSeen: 'active' | 'gone' | null;
  protected: boolean;
  ownerSource: string | null;
  /** Null when the fingerprint says that the mapped values are those last written. */
  details: KnownDetails | null;
}

export interface KnownDetails {
  employeeId: string | null;
  employeeKey: string | null;
  emailKey: string;
  role: Role;
  attributes: Attributes;
}
