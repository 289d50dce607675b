/** `row` counts from 1 and is a row of a CSV file; `word` is a value received. */
export type TableProblem =
  | { problem: 'name' | 'no_word' | 'too_large' | 'not_an_object' | 'workbook' | 'no_rows' | 'all_too_large' }
  | { problem: 'meant_not_text' | 'control_character' | 'not_well_formed'; word: string }
  | { problem: 'word_too_long' | 'meant_too_long'; word: string; limit: number }
  | { problem: 'two_meanings'; word: string; first: string; second: string }
  | { problem: 'too_many_rows' | 'too_many_tables'; limit: number }
  | { problem: 'not_csv'; reason: string }
  | { problem: 'values_in_row'; row: number; values: number };

export function describeTableProblem(params: TableProblem): string {
  switch (params.problem) {
    case 'name':
      return 'The name of a table starts with a small letter and holds only small letters, digits, _ and -, at most 60 of them.';
    case 'no_word':
      return 'A row has no value received. Fill it in, or remove the row.';
    case 'word_too_long':
      return `“${params.word}”… is longer than ${params.limit} characters.`;
    case 'meant_not_text':
      return `What “${params.word}” means must be a text.`;
    case 'meant_too_long':
      return `What “${params.word}” means is longer than ${params.limit} characters.`;
    case 'control_character':
      return `“${params.word}” has a line break or a tab in its row.`;
    case 'not_well_formed':
      return `“${params.word}” is not valid text.`;
    case 'two_meanings':
      return `“${params.word}” is there twice, as “${params.first}” and as “${params.second}”. Keep one of them; upper and lower case are the same here.`;
    case 'too_many_rows':
      return `A table has at most ${params.limit.toLocaleString('en-US')} rows.`;
    case 'too_large':
      return 'A table holds at most 1 MB. Shorten its values, or split it.';
    case 'not_an_object':
      return '“entries” must be an object that gives each value received what it means.';
    case 'workbook':
      return 'This is an Excel workbook. Save it as CSV in UTF-8, and import that.';
    case 'not_csv':
      return params.reason;
    case 'values_in_row':
      return `Row ${params.row} has ${params.values === 1 ? 'one value' : `${params.values} values`}. Each row needs two: received, and meant.`;
    case 'no_rows':
      return 'There is no row in it. Each row needs two values: received, and meant.';
    case 'too_many_tables':
      return `There are ${params.limit} tables already. Remove one that no mapping needs.`;
    case 'all_too_large':
      return 'All tables together hold at most 5 MB. Remove rows or tables that no mapping needs.';
  }
}

export const TABLE_SENTENCES = { invalid_table: describeTableProblem };
