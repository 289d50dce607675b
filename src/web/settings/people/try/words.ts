import { FUNCTIONS_CATALOGUE } from '../../../../domain/mapping/functions-catalogue.ts';
import type { Survey } from '../../../../syncs/mapping/survey-snapshot.ts';

/** More places than these are too many to choose from. */
const MOST_PATHS = 300;

/** What the editor completes: paths that people have a value at, the most usual first, and functions. */
export const completionWords = (survey: Survey | null) => ({
  paths: (survey?.places ?? [])
    .toSorted((a, b) => b.filled - a.filled)
    .slice(0, MOST_PATHS)
    .map(({ expression, sample }) => ({ path: expression.toWellFormed(), sample: sample.toWellFormed() })),
  functions: FUNCTIONS_CATALOGUE.map(({ name, signature, sentence, example }) => ({
    name,
    signature,
    sentence,
    example: `${example.expression} → ${JSON.stringify(example.result)}`,
  })),
});
