export const formatPeople = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'person' : 'people'}`;
export const quoteNames = (names: readonly string[], separator = ', '): string =>
  names.map((name) => `“${name}”`).join(separator);
export const formatByteCount = (count: number): string => `${count.toLocaleString('en')} bytes`;
export const formatWholeMegabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
export const formatMegabytes = (bytes: number): string => `${Math.round(bytes / 1e5) / 10} MB`;
export const toSeconds = (milliseconds: number): number => Math.round(milliseconds / 1000);
export const describeDuration = (milliseconds: number): string =>
  milliseconds < 60_000 ? `${milliseconds / 1000} seconds` : `${Math.round(milliseconds / 60_000)} minutes`;
export const wrapperLabel = (wrapper: string): string => `The wrapper “${wrapper}”`;
export const formatHexByte = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`;
export const describeByte = (byte: number): string =>
  byte > 0x20 && byte < 0x7f ? `“${String.fromCharCode(byte)}”` : `the byte ${formatHexByte(byte)}`;
export const formatRecordSize = (bytes: number): string =>
  bytes >= 1e6 ? formatMegabytes(bytes) : `${Math.round(bytes / 1e3)} kB`;
export const quoteReason = (excerpt: string): string =>
  excerpt === '' ? 'It gave no reason.' : `It says: “${excerpt}”.`;

export interface FileStep {
  path: string;
  step: 'look' | 'look_again' | 'open' | 'read';
  /** Bytes; only while reading. */
  done?: number;
  size?: number;
}
export function describeFileStep({ path, step, done = 0, size = 0 }: FileStep): string {
  switch (step) {
    case 'look':
      return `looking at “${path}”`;
    case 'look_again':
      return `looking at “${path}” again`;
    case 'open':
      return `opening “${path}”`;
    case 'read':
      return `reading “${path}”, after ${formatByteCount(done)} of ${formatByteCount(size)}`;
  }
}
