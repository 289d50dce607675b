/** `label` names the field as pages show it, `given` is what was typed. */
export type FilterProblem =
  | { problem: 'unknown_attribute' | 'unknown_segment'; name: string }
  | { problem: 'unfit_operator'; label: string; given: string; fitting: string[] }
  | { problem: 'no_value' | 'no_values'; label: string }
  | { problem: 'too_many_values' | 'too_long'; label: string; limit: number }
  | { problem: 'not_a_number' | 'not_a_boolean' | 'not_a_date'; label: string; given: string }
  | { problem: 'not_an_option'; label: string; given: string; options: string[] }
  | { problem: 'too_many_conditions'; limit: number }
  | { problem: 'empty' | 'too_long_to_save' };

function describeFilterProblem(params: FilterProblem): string {
  switch (params.problem) {
    case 'unknown_attribute':
      return `There is no attribute “${params.name}”, or not any more. Remove this filter, or add the attribute again.`;
    case 'unknown_segment':
      return `There is no segment “${params.name}”, or not any more.`;
    case 'unfit_operator':
      return `${params.label} cannot be compared by “${params.given}”. Use ${params.fitting.join(', ')}.`;
    case 'no_value':
      return `Give a value to compare ${params.label} with.`;
    case 'no_values':
      return `Give at least one value to compare ${params.label} with.`;
    case 'too_many_values':
      return `Use at most ${params.limit} values for ${params.label}.`;
    case 'too_long':
      return `Use at most ${params.limit} characters for ${params.label}.`;
    case 'not_a_number':
      return `${params.label} is a number: give one such as 12 or 0.8, not “${params.given}”.`;
    case 'not_a_boolean':
      return `${params.label} is yes or no, not “${params.given}”.`;
    case 'not_a_date':
      return `${params.label} is a date: give a day such as 2026-11-22, not “${params.given}”.`;
    case 'not_an_option':
      return `${params.label} is one of ${params.options.join(', ')}, not “${params.given}”.`;
    case 'too_many_conditions':
      return `Use at most ${params.limit} conditions at once.`;
    case 'empty':
      return 'This filter shows everything. Filter first, then save.';
    case 'too_long_to_save':
      return 'This filter is too long to be saved.';
  }
}

export const FILTER_SENTENCES = { invalid_filter: describeFilterProblem };
