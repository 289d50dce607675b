import type { Wrapper } from '../wrapper.ts';
import { northwind } from './northwind/northwind.ts';

/** The wrapper modules of this deployment. To add one, import it and list it here. */
export const MODULES: readonly { wrapper: Wrapper; example: boolean }[] = [{ wrapper: northwind, example: true }];
