/** Blocks of IPv4 that are not the public internet: [first address, prefix length]. */
const CLOSED_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local; cloud metadata
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3], // multicast, reserved, broadcast
];

const number = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** @param address dotted, as the URL parser writes it. */
export function isPublicV4(address: string): boolean {
  const value = number(address);
  return !CLOSED_V4.some(
    ([first, prefix]) => Math.floor(value / 2 ** (32 - prefix)) === Math.floor(number(first) / 2 ** (32 - prefix)),
  );
}

/** @returns the eight 16-bit groups of an address as the URL parser writes it (hexadecimal, `::` at most once). */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  if (tail === undefined) return read(head);
  const [before, behind] = [read(head), read(tail)];
  return [...before, ...new Array<number>(Math.max(0, 8 - before.length - behind.length)).fill(0), ...behind];
}

/** @param address without brackets. Only global unicast passes; an IPv4 address inside is judged as one. */
export function isPublicV6(address: string): boolean {
  const groups = groupsOf(address);
  const [a = 0, b = 0, c = 0] = groups;
  const v4 = (high: number | undefined = 0, low: number | undefined = 0) =>
    isPublicV4(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`);
  const zeros = (to: number) => groups.slice(0, to).every((group) => group === 0);
  if (zeros(5) && groups[5] === 0xffff) return v4(groups[6], groups[7]); // IPv4-mapped
  if (a === 0x64 && b === 0xff9b && groups.slice(2, 6).every((group) => group === 0)) return v4(groups[6], groups[7]); // NAT64
  if (a === 0x2002) return v4(b, c); // 6to4
  if (a === 0x2001 && b < 0x200) return false; // Teredo and other special purposes
  if (a === 0x2001 && b === 0xdb8) return false; // documentation
  if (a === 0x3fff && b < 0x1000) return false; // documentation
  return a >= 0x2000 && a <= 0x3fff;
}
