import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import ssh2, { type AuthContext, type Connection, type SFTPWrapper } from 'ssh2';

const { Server, utils } = ssh2;
const { STATUS_CODE } = utils.sftp;

/** A file as one connection sees it. */
export interface RemoteFile {
  bytes: Buffer;
  /** Seconds since the epoch. */
  modified: number;
  /** What goes wrong with it. */
  trouble?: 'denied' | 'cut' | 'shrinks' | 'grows' | 'writing' | 'stalls' | 'slow' | undefined;
}

export interface SftpOptions {
  /** What lies at a path without a leading slash; null for nothing. */
  fileAt(path: string): RemoteFile | null;
  /** Names in a folder; null when there is no such folder. */
  list(folder: string): string[] | null;
  /** By user name. */
  passwords: Record<string, string>;
  /** Users who may sign in with any key that they hold. */
  keyHolders?: string[];
  /** Asks for the password as a question, as servers do that let PAM judge it. */
  questions?: boolean;
  hostKey?: string;
  /** Key exchanges to offer; all that ssh2 has when left out. */
  kex?: string[];
  noSftp?: boolean;
}

/** What a server saw of its clients. */
export interface SftpObserved {
  /** Ways in which somebody tried to sign in. */
  attempts: string[];
  /** Bytes that were handed out. */
  sent: number;
}

const MAX_READ = 32 * 1024;

export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/** An SFTP server on this machine, by ssh2's own server, whose files tests choose. It is not for anything else. */
export function createSftp(options: SftpOptions) {
  const { hostKey = utils.generateKeyPairSync('ed25519').private, kex } = options;
  const parsed = utils.parseKey(hostKey);
  if (parsed instanceof Error) throw parsed;
  const observed: SftpObserved = { attempts: [], sent: 0 };
  const open = new Set<Connection>();
  const algorithms = kex && { kex: kex as never };
  const server = new Server({ hostKeys: [hostKey], ...(algorithms && { algorithms }) }, (client) => {
    open.add(client);
    // Its types do not know it, though it is there.
    Reflect.apply(Reflect.get(client, 'setNoDelay'), client, [true]);
    client.on('error', () => {});
    client.on('close', () => open.delete(client));
    client.on('authentication', (context) => authenticate(context, options, observed));
    client.on('ready', () =>
      client.on('session', (accept) => {
        const session = accept();
        session.on('sftp', (let_, refuse) =>
          options.noSftp ? refuse() : serveSession(let_(), client, options, observed),
        );
      }),
    );
  });
  return {
    server,
    observed,
    fingerprint: fingerprintOf(parsed.getPublicSSH()),
    /** Ends it, with every connection. */
    close(): void {
      for (const client of open) client.end();
      server.close();
    },
  };
}

function authenticate(context: AuthContext, options: SftpOptions, observed: SftpObserved) {
  observed.attempts.push(context.method);
  const ways = options.questions ? ['keyboard-interactive'] : ['password', 'publickey', 'keyboard-interactive'];
  const wanted = options.passwords[context.username];
  if (context.method === 'password' && !options.questions && wanted === context.password) return context.accept();
  if (context.method === 'keyboard-interactive' && wanted !== undefined)
    return context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
      if (answers[0] === wanted) context.accept();
      else context.reject(ways as never);
    });
  if (context.method === 'publickey' && options.keyHolders?.includes(context.username)) {
    const key = utils.parseKey(context.key.data);
    // Without a signature somebody only asks whether this key would do.
    const signed =
      !context.signature ||
      (context.blob &&
        !(key instanceof Error) &&
        key.verify(context.blob, context.signature, context.hashAlgo) === true);
    if (signed) return context.accept();
  }
  context.reject(ways as never);
}

const normalizePath = (path: string): string => path.replace(/^\/+|^\.\/|\/+$/g, '').replace(/^\.$/, '');

interface Handle {
  file?: RemoteFile;
  names?: string[];
}

/** Serves one SFTP session. */
function serveSession(sftp: SFTPWrapper, client: Connection, options: SftpOptions, observed: SftpObserved): void {
  const handles = new Map<number, Handle>();
  let looks = 0;
  const of = (id: Buffer): Handle => handles.get(id.readUInt32BE(0)) ?? {};
  const give = (request: number, handle: Handle): void => {
    const id = Buffer.alloc(4);
    id.writeUInt32BE(handles.size + 1);
    handles.set(handles.size + 1, handle);
    sftp.handle(request, id);
  };
  const attributes = ({ bytes, modified, trouble }: RemoteFile, opened: boolean) => {
    looks++;
    const now = Math.floor(Date.now() / 1000);
    const size = bytes.length + (trouble === 'writing' ? looks : trouble === 'grows' && opened ? 100 : 0);
    const mtime = trouble === 'writing' ? now : modified;
    return { mode: 0o100644, uid: 0, gid: 0, size, atime: mtime, mtime };
  };
  const stat = (request: number, path: string) => {
    const file = options.fileAt(normalizePath(path));
    if (file) return sftp.attrs(request, attributes(file, false));
    const attrs = { mode: 0o040755, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };
    if (options.list(normalizePath(path))) return sftp.attrs(request, attrs);
    sftp.status(request, STATUS_CODE.NO_SUCH_FILE);
  };
  const read = async (request: number, { file }: Handle, at: number, length: number): Promise<void> => {
    if (!file) return sftp.status(request, STATUS_CODE.FAILURE);
    const { bytes, trouble } = file;
    const half = Math.floor(bytes.length / 2);
    if (trouble === 'slow') await wait(100);
    const end = trouble === 'shrinks' || trouble === 'cut' || trouble === 'stalls' ? half : bytes.length;
    if (at >= end) {
      if (trouble === 'cut') return void client.end();
      if (trouble === 'stalls') return;
      return sftp.status(request, STATUS_CODE.EOF);
    }
    const piece = bytes.subarray(at, Math.min(at + Math.min(length, MAX_READ), end));
    observed.sent += piece.length;
    sftp.data(request, piece);
  };
  sftp.on('STAT', stat);
  sftp.on('LSTAT', stat);
  sftp.on('OPEN', (request, path) => {
    const file = options.fileAt(normalizePath(path));
    if (!file) return sftp.status(request, STATUS_CODE.NO_SUCH_FILE);
    if (file.trouble === 'denied') return sftp.status(request, STATUS_CODE.PERMISSION_DENIED);
    give(request, { file });
  });
  sftp.on('FSTAT', (request, id) => {
    const { file } = of(id);
    if (file) sftp.attrs(request, attributes(file, true));
    else sftp.status(request, STATUS_CODE.FAILURE);
  });
  sftp.on('READ', (request, id, at, length) => void read(request, of(id), at, length));
  sftp.on('OPENDIR', (request, path) => {
    const names = options.list(normalizePath(path));
    if (names) give(request, { names });
    else sftp.status(request, STATUS_CODE.NO_SUCH_FILE);
  });
  sftp.on('READDIR', (request, id) => {
    const handle = of(id);
    const { names = [] } = handle;
    handle.names = [];
    const attrs = { mode: 0o100644, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };
    if (names.length === 0) return sftp.status(request, STATUS_CODE.EOF);
    sftp.name(request, names.map((filename) => ({ filename, longname: filename, attrs })) as never);
  });
  sftp.on('CLOSE', (request) => sftp.status(request, STATUS_CODE.OK));
  sftp.on('REALPATH', (request, path) =>
    sftp.name(request, [{ filename: `/${normalizePath(path)}`, longname: path, attrs: {} }] as never),
  );
}
