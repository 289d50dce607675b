import { compileMapping } from '../../../../src/domain/mapping/compile-mapping.ts';
import { checkMapping } from '../../../../src/domain/mapping/mapping.ts';
import { describeFault } from '../../../../src/domain/shared/fault.ts';

/** A mapping of name and e-mail, and whatever else a test is about. */
export const compileBody = (body: object, standard: object = {}) => {
  const mapping = checkMapping({
    standard: { full_name: { expression: 'name' }, email: { expression: 'email' }, ...standard },
    ...body,
  });
  if (!mapping.ok) throw new Error(describeFault(mapping.fault));
  return compileMapping(mapping.value);
};

export const ANN = { name: 'Ann', email: 'ann@example.com' };
