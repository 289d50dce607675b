import { generateKeyPairSync, randomBytes } from 'node:crypto';

const CONVERT_HINT =
  'Convert it with: ssh-keygen -p -f the_file. That rewrites it in OpenSSH format; then paste it again.';
const PEM_LABEL = /^-----BEGIN ([A-Z0-9 ]+)-----\n/;

/** Undoes what pasting does: added spaces, a lost last line break. */
export const normalizeKey = (text: string): string => `${text.replaceAll('\r\n', '\n').trim()}\n`;

/** @returns a sentence; null for a key of a supported format */
export function privateKeyProblem(text: string): string | null {
  if (text.startsWith('PuTTY-User-Key-File-'))
    return 'This key is in PuTTY’s format. In PuTTYgen choose Conversions, then Export OpenSSH key, and paste that.';
  if (/^(ssh-|ecdsa-sha2-)|^---- BEGIN SSH2 PUBLIC KEY|^-----BEGIN [A-Z ]*PUBLIC KEY/.test(text))
    return 'This is a public key. Paste the private one, which begins with -----BEGIN OPENSSH PRIVATE KEY-----.';
  const label = PEM_LABEL.exec(text)?.[1];
  if (label === 'PRIVATE KEY' || label === 'ENCRYPTED PRIVATE KEY')
    return `This key is in PKCS#8 format, which cannot be used for SSH here. ${CONVERT_HINT}`;
  if (label === undefined || !/^(OPENSSH|RSA|EC) PRIVATE KEY$/.test(label))
    return 'This is not a private key. It should begin with -----BEGIN OPENSSH PRIVATE KEY-----.';
  return text.trimEnd().endsWith(`-----END ${label}-----`) ? null : 'The last lines of this key are missing.';
}

export function isEncrypted(text: string): boolean {
  if (!text.startsWith('-----BEGIN OPENSSH')) return /^Proc-Type: 4,ENCRYPTED$/m.test(text);
  const bytes = Buffer.from(text.replace(/-----[^-]+-----/g, ''), 'base64');
  const at = 'openssh-key-v1\0'.length;
  return bytes.length > at + 4 && bytes.toString('latin1', at + 4, at + 4 + bytes.readUInt32BE(at)) !== 'none';
}

interface SshKeyPair {
  private_key: string;
  /** A line of authorized_keys. */
  public_key: string;
}

const KEY_TYPE = 'ssh-ed25519';
const KEY_COMMENT = 'rollcall';

const sshNumber = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const sshString = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([sshNumber(bytes.length), bytes]);
};

/** Not by ssh2, which would be loaded for this alone when settings are saved. */
export function generateSshKeyPair(): SshKeyPair {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { d = '', x = '' } = privateKey.export({ format: 'jwk' });
  const seed = Buffer.from(d, 'base64url');
  const point = Buffer.from(x, 'base64url');
  const publicBlob = Buffer.concat([sshString(KEY_TYPE), sshString(point)]);
  // Repeated, so that decryption with a wrong passphrase is detected.
  const check = randomBytes(4);
  const fields = [check, check, publicBlob, sshString(Buffer.concat([seed, point])), sshString(KEY_COMMENT)];
  const length = fields.reduce((sum, field) => sum + field.length, 0);
  const padding = Buffer.from(Array.from({ length: (8 - (length % 8)) % 8 }, (_, index) => index + 1));
  const unencrypted = [sshString('none'), sshString('none'), sshString('')];
  const privateSection = sshString(Buffer.concat([...fields, padding]));
  const keyFile = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...unencrypted,
    sshNumber(1),
    sshString(publicBlob),
    privateSection,
  ]);
  const lines = keyFile.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    private_key: ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n'),
    public_key: `${KEY_TYPE} ${publicBlob.toString('base64')} ${KEY_COMMENT}`,
  };
}
