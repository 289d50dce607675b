/** One bounded part of a plan that is written to users in one transaction. */
export interface Slice {
  /** The sync that applies. */
  sync: number;
  /** The sync whose plan it is; the same one, or the dry run that is applied. */
  plan: number;
  source: string;
  /** Ordinals from, up to and without. */
  from: number;
  to: number;
  part: number;
  /** Users left out by an admin. */
  except: readonly number[];
  now: number;
}
