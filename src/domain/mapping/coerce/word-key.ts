/** How the words of a value table are compared: without case, and without white space around. */
export const wordKey = (word: string): string => word.trim().toLowerCase();
