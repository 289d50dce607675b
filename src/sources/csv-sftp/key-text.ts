const CONVERT = 'Convert it with: ssh-keygen -p -f the_file. That rewrites it in OpenSSH format; then paste it again.';
const LABEL = /^-----BEGIN ([A-Z0-9 ]+)-----\n/;

/** @returns a private key as it was meant: pasting adds spaces and loses the last line break. */
export const tidyKey = (text: string): string => `${text.replaceAll('\r\n', '\n').trim()}\n`;

/** @returns what is wrong with a private key as it stands, in a sentence; null for a form that can be read. */
export function keyTrouble(text: string): string | null {
  if (text.startsWith('PuTTY-User-Key-File-'))
    return 'This key is in PuTTY’s format. In PuTTYgen choose Conversions, then Export OpenSSH key, and paste that.';
  if (/^(ssh-|ecdsa-sha2-)|^---- BEGIN SSH2 PUBLIC KEY|^-----BEGIN [A-Z ]*PUBLIC KEY/.test(text))
    return 'This is a public key. Paste the private one, which begins with -----BEGIN OPENSSH PRIVATE KEY-----.';
  const label = LABEL.exec(text)?.[1];
  if (label === 'PRIVATE KEY' || label === 'ENCRYPTED PRIVATE KEY')
    return `This key is in PKCS#8 format, which cannot be used for SSH here. ${CONVERT}`;
  if (label === undefined || !/^(OPENSSH|RSA|EC) PRIVATE KEY$/.test(label))
    return 'This is not a private key. It should begin with -----BEGIN OPENSSH PRIVATE KEY-----.';
  return text.trimEnd().endsWith(`-----END ${label}-----`) ? null : 'The last lines of this key are missing.';
}

/** @returns whether a private key is of no use without a passphrase. */
export function isEncrypted(text: string): boolean {
  if (!text.startsWith('-----BEGIN OPENSSH')) return /^Proc-Type: 4,ENCRYPTED$/m.test(text);
  const bytes = Buffer.from(text.replace(/-----[^-]+-----/g, ''), 'base64');
  const at = 'openssh-key-v1\0'.length;
  return bytes.length > at + 4 && bytes.toString('latin1', at + 4, at + 4 + bytes.readUInt32BE(at)) !== 'none';
}
