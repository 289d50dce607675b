import { autocompletion } from '@codemirror/autocomplete';

/** A name, a quoted name, and what leads on from them: `Emails_group[0].Em`. */
const BEFORE = /[\w."[\]’'-]*$/u;
const VALID = /^[\w."[\]’'-]*$/u;

/** Paths and functions by the address that tells them: all editors of a page share one answer. */
const asked = new Map();

function wordsOf(address) {
  if (!asked.has(address)) {
    const answer = fetch(address, { headers: { accept: 'application/json' } }).then((response) =>
      response.ok ? response.json() : { paths: [], functions: [] },
    );
    asked.set(
      address,
      answer.catch(() => {
        asked.delete(address);
        return { paths: [], functions: [] };
      }),
    );
  }
  return asked.get(address);
}

const element = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });

const pathOption = ({ path, sample }) => ({ label: path, type: 'property', detail: sample, boost: 1 });

const functionOption = ({ name, signature, sentence, example }) => ({
  label: name,
  type: 'function',
  detail: signature.slice(name.length),
  apply: `${name}(`,
  info: () => {
    const box = document.createElement('div');
    const code = document.createElement('p');
    code.append(element('code', example));
    box.append(element('p', sentence), code);
    return box;
  },
});

/** Completes paths seen in the snapshot, and names of functions. @param within an element below `[data-words]` */
export const completion = (within) =>
  autocompletion({
    icons: false,
    override: [
      async (context) => {
        const address = within.closest('[data-words]')?.dataset.words;
        const word = context.matchBefore(BEFORE);
        if (!address || (!context.explicit && !word?.text)) return null;
        const { paths, functions } = await wordsOf(address);
        const options = [...paths.map(pathOption), ...functions.map(functionOption)];
        return { from: word?.from ?? context.pos, options, validFor: VALID };
      },
    ],
  });
