/** The headers that let a request in, and every form in which a server might quote the secret in them. */
export interface Credentials {
  headers: Record<string, string>;
  hidden: string[];
}

export function basic(username: string, password: string): Credentials {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  const encoded = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const hidden = [password, encodeURIComponent(password), encoded];
  return { headers: { authorization: `Basic ${encoded}` }, hidden };
}

export const bearer = (token: string): Credentials => ({
  headers: { authorization: `Bearer ${token}` },
  hidden: [token],
});

export const header = (name: string, value: string): Credentials => ({ headers: { [name]: value }, hidden: [value] });
