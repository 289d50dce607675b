import type { Described } from './about.ts';
import type { Reachable } from './reach.ts';

/** A wrapper that an admin can choose. */
export interface ListedWrapper {
  name: string;
  form: 'module' | 'worker';
  example: boolean;
  /** Null when it could not be asked. */
  about: Described | null;
  /** Why not; null when it could. */
  trouble: string | null;
}

/** A list on a page does not wait long for a Worker that is down. */
const PATIENCE = 5000;

/** Asks each wrapper what it is. */
export const listWrappers = (wrappers: Map<string, Reachable>): Promise<ListedWrapper[]> =>
  Promise.all([...wrappers.values()].map(ask));

/** Those that a company may use. @param tenant its slug. */
export const usableBy = (listed: readonly ListedWrapper[], tenant: string): ListedWrapper[] =>
  listed.filter(({ about }) => !about?.tenants || about.tenants.includes(tenant));

async function ask(wrapper: Reachable): Promise<ListedWrapper> {
  const { name, form, example } = wrapper;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), PATIENCE);
  });
  try {
    const about = await Promise.race([wrapper.describe(), late]);
    const trouble = about ? null : `it did not say what it is within ${PATIENCE / 1000} seconds.`;
    return { name, form, example, about, trouble };
  } catch {
    // Its own words may be anything, and a list is seen by many.
    const trouble = 'its Worker does not run, or does not say what it is.';
    return { name, form, example, about: null, trouble };
  } finally {
    clearTimeout(timer);
  }
}
