import type { Wrapper } from '../wrapper.ts';
import { northwind } from './northwind/northwind.ts';

/** To add a wrapper, import it and list it here. */
export const MODULES: readonly { wrapper: Wrapper; example: boolean }[] = [{ wrapper: northwind, example: true }];
