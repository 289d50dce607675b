const NAME = /passw|passphrase|secret|api[_-]?key|credential|signature|token$/i;
/** `"name": "value"`, `name=value` and `<name>value<`. */
const PAIRS = [
  /["']?([\w.-]+)["']?\s*[:=]\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s,&{}"'<>]+))/g,
  /<([\w.:-]+)[^<>]*>([^<]+)</g,
];
/** What is filled in later, and variables of GraphQL. */
const NO_SECRET = /^(?:\s|\{(?:page|offset|cursor|size)\})*$|^\$|^(?:null|true|false)$/;

/** @returns the name of something in a body template that looks like a secret: a body is shown to every admin. */
export function secretInBody(template: string): string | null {
  for (const pair of PAIRS) {
    for (const [, name = '', ...values] of template.matchAll(pair)) {
      const value = values.find((one) => one !== undefined) ?? '';
      if (NAME.test(name) && !NO_SECRET.test(value)) return name;
    }
  }
  return null;
}
