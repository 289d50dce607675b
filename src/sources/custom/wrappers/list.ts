import type { Wrapper } from '../wrapper.ts';
import { northwind } from './northwind/northwind.ts';

/** The wrappers that are modules of this deployment: a new one is imported above and gets a line here. */
export const MODULES: readonly { wrapper: Wrapper; example: boolean }[] = [{ wrapper: northwind, example: true }];
