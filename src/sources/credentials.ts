/** The value of an Authorization header, and every form in which a server might quote the secret in it. */
export interface Credentials {
  authorization: string;
  hidden: string[];
}

export function basic(username: string, password: string): Credentials {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  const encoded = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return { authorization: `Basic ${encoded}`, hidden: [password, encodeURIComponent(password), encoded] };
}

export const bearer = (token: string): Credentials => ({ authorization: `Bearer ${token}`, hidden: [token] });
