import { parseArgs } from 'node:util';
import { createHr } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8788' },
    people: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    churn: { type: 'string', default: '0' },
  },
});

const flag = (name: keyof typeof values): number => {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number, not “${values[name]}”`);
  process.exit(2);
};

const server = createHr({ people: flag('people'), seed: flag('seed'), churn: flag('churn') });
const port = flag('port');
server.on('error', (error) => {
  console.error(`The fake HR system could not start on port ${port}: ${error.message}`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => {
  console.log(`The fake HR system is at http://127.0.0.1:${port}/ (Basic hr / hr-secret, Bearer hr-token)`);
});
