const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
/** Illegal inside a JSON string as a raw line break is, but no line break. */
const UNIT_SEPARATOR = 0x1f;

/**
 * Copies the bytes of one JSON text so that it stays on one line: a line break between tokens becomes a space; one
 * inside a string (which no sound JSON has) becomes another illegal byte, so that an unsound text stays unsound.
 *
 * @param at where to write in `target`, which must have room for `end - start` bytes.
 * @returns the index behind the last byte written; as many bytes as came.
 */
export function copyOnOneLine(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array<ArrayBuffer>,
  at: number,
): number {
  target.set(source.subarray(start, end), at);
  const behind = at + end - start;
  if (hasBreak(source, start, end)) flatten(target, at, behind);
  return behind;
}

// Four at a time: in workerd half the cost of two searches by `indexOf`, which are no native search for bytes there.
function hasBreak(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  for (const last = end - 3; at < last; at += 4)
    if (low(bytes[at]) || low(bytes[at + 1]) || low(bytes[at + 2]) || low(bytes[at + 3])) return true;
  for (; at < end; at++) if (low(bytes[at])) return true;
  return false;
}

// A tab passes too: to look once more is cheaper than to tell them apart here.
const low = (byte: number | undefined): boolean => byte !== undefined && byte <= CARRIAGE_RETURN;

function flatten(bytes: Uint8Array, from: number, to: number): void {
  let inText = false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at];
    if (byte === 0x22) inText = !inText;
    else if (byte === LINE_FEED || byte === CARRIAGE_RETURN) bytes[at] = inText ? UNIT_SEPARATOR : SPACE;
    else if (byte === 0x5c && inText) {
      at++;
      // A backslash before a line break is unsound whatever follows.
      if (at < to && (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN)) bytes[at] = UNIT_SEPARATOR;
    }
  }
}
