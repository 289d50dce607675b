import { isTruthy } from '../jmespath/values.ts';
import { readBoolean } from './boolean.ts';

/** Whether an `include` or `primary_row` expression says yes: a word for a boolean counts as one, the rest as in JMESPath. */
export const saysYes = (value: unknown): boolean => readBoolean(value) ?? isTruthy(value);
