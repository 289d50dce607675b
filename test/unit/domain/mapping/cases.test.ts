import { describe, expect, test } from 'vitest';
import {
  type CaseResult,
  compareCaseResults,
  describeCaseDifference,
  toCaseResult,
} from '../../../../src/domain/mapping/cases.ts';
import { compileMapping } from '../../../../src/domain/mapping/compile-mapping.ts';
import { mappingSchema } from '../../../../src/domain/mapping/mapping.ts';

const payload = { name: 'Ann Lee', mail: 'ann@acme.example', job: 'Rep', skills: ['a', 'b'] };
const made = (more: object = {}): CaseResult => {
  const standard = { full_name: { expression: 'name' }, email: { expression: 'mail' }, ...more };
  const custom = [{ key: 'skills', type: 'list', expression: 'skills' }];
  return toCaseResult(compileMapping(mappingSchema.parse({ standard, custom })).evaluate(payload));
};

describe('a pinned payload', () => {
  test('comes out the same, also when an expression was only written in another way', () => {
    expect(
      compareCaseResults(made({ title: { expression: 'job' } }), made({ title: { expression: "join('', [job])" } })),
    ).toBeNull();
  });

  test('reports values that come out differently, and those that are gone or new', () => {
    const broken = compareCaseResults(
      made({ title: { expression: 'job' } }),
      made({ location: { expression: 'name' } }),
    );
    expect(broken).toEqual({
      errors: [],
      changes: [
        { attribute: 'title', before: 'Rep', after: null },
        { attribute: 'location', before: null, after: 'Ann Lee' },
      ],
    });
    expect(broken && describeCaseDifference(broken)).toEqual([
      'Title is nothing, was “Rep”',
      'Location is “Ann Lee”, was nothing',
    ]);
  });

  test('reports a new error once, and not one that was there before', () => {
    const failing = made({ hire_date: { expression: 'name' } });
    expect(compareCaseResults(failing, failing)).toBeNull();
    const broken = compareCaseResults(made({ hire_date: { expression: "'2020-01-01'" } }), failing);
    expect(broken).toMatchObject({ errors: [{ code: 'invalid_date' }], changes: [] });
    expect(broken && describeCaseDifference(broken)[0]).toMatch(/^Hire date fails: This is not a date/);
  });

  test('compares equal after it was stored', () => {
    const kept: CaseResult = JSON.parse(JSON.stringify(made()));
    expect(compareCaseResults(kept, made())).toBeNull();
  });
});
