/** All in milliseconds. A step that shows no sign of life for so long is sent again. */
export const QUIET = 45_000;
/** A download calls in every ten seconds while it waits; this long without a call means it died. */
export const FETCH_QUIET = 60_000;
export const WATCH_EVERY = 15_000;
export const DEADLINE = 2 * 3_600_000;
export const MOST_TRIES = 5;
