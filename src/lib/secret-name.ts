const SECRET = /auth|key|token|secret|passw|cookie|signature|session|credential/;

/** Whether a name (of a header, in lower case) is one whose value is to be kept secret. */
export const isSecretName = (name: string): boolean => SECRET.test(name);
