import { z } from 'zod';
import { failWith, runCommand, type Verdict } from './verdict.ts';

const reportSchema = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

export interface ImportViolation {
  rule: string;
  from: string;
  to: string;
}

/** What dependency-cruiser saw: how many modules it read, and which imports break a rule. */
export async function cruiseImports(
  folders: string[],
  config: string,
  cwd: string,
): Promise<{ modules: number; violations: ImportViolation[] }> {
  const { stdout, output } = await runCommand(['depcruise', '--config', config, '-T', 'json', ...folders], { cwd });
  if (!stdout.startsWith('{')) throw new Error(`depcruise: ${output}`);
  const { summary } = reportSchema.parse(JSON.parse(stdout));
  return {
    modules: summary.totalCruised,
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

export async function checkImports(folders: string[], config: string, cwd: string): Promise<Verdict> {
  const { modules, violations } = await cruiseImports(folders, config, cwd);
  // With a TypeScript that it does not know, dependency-cruiser reads nothing and says that all is well.
  if (modules === 0) return failWith(['dependency-cruiser read 0 modules: it does not know this TypeScript']);
  return failWith(violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`));
}
