import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** A pair of SSH keys, as OpenSSH writes them. */
export interface KeyPair {
  private_key: string;
  /** One line, for the authorized_keys of the server. */
  public_key: string;
}

const TYPE = 'ssh-ed25519';
const COMMENT = 'rollcall';

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const string = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length), bytes]);
};

/** Makes an ed25519 pair. Written out here, because saving settings has no use for the rest of an SSH client. */
export function newKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { d = '', x = '' } = privateKey.export({ format: 'jwk' });
  const seed = Buffer.from(d, 'base64url');
  const point = Buffer.from(x, 'base64url');
  const blob = Buffer.concat([string(TYPE), string(point)]);
  // Twice the same number: who opens the key sees by it that it was opened rightly.
  const check = randomBytes(4);
  const fields = [check, check, blob, string(Buffer.concat([seed, point])), string(COMMENT)];
  const length = fields.reduce((sum, field) => sum + field.length, 0);
  const padding = Buffer.from(Array.from({ length: (8 - (length % 8)) % 8 }, (_, index) => index + 1));
  const none = [string('none'), string('none'), string('')];
  const inner = string(Buffer.concat([...fields, padding]));
  const whole = Buffer.concat([Buffer.from('openssh-key-v1\0'), ...none, number(1), string(blob), inner]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    private_key: ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n'),
    public_key: `${TYPE} ${blob.toString('base64')} ${COMMENT}`,
  };
}
