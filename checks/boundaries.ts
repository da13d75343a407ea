/**
 * `npm run lint:boundaries`: the arrows of .dependency-cruiser.cjs hold, and each rule has been seen to fail: for
 * every rule a file that breaks it is planted, and the run must name that rule. A checker that sees too few modules
 * fails as well.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser';
// The configuration is data for dependency-cruiser's command line too.
import configuration from '../.dependency-cruiser.cjs';

/** Fewer modules than this means that the parser saw nothing (as happens beside TypeScript 7 without swc). */
const leastModules = 100;
const floors = ['apps', 'systems', 'core', 'libs'];

/** For each rule a file that breaks it. Paths must not exist. */
const offenders: Record<string, { path: string; text: string }[]> = {
  'no-circles': [
    { path: 'libs/planted/a.ts', text: `import './b.ts';\nexport const a = 1;\n` },
    { path: 'libs/planted/b.ts', text: `import './a.ts';\nexport const b = 1;\n` },
  ],
  'libs-know-only-libs': [{ path: 'libs/planted/a.ts', text: `import '#core/runtime/runtime.ts';\n` }],
  'libs-are-pure': [{ path: 'libs/planted/a.ts', text: `import 'node:fs';\n` }],
  'core-knows-no-system': [{ path: 'core/planted/a.ts', text: `import '#systems/oversight/accounts/index.ts';\n` }],
  'systems-are-strangers': [
    { path: 'systems/care/planted/a.ts', text: `import '#systems/oversight/accounts/index.ts';\n` },
  ],
  'systems-know-no-app': [{ path: 'systems/care/planted/a.ts', text: `import '#apps/settings.ts';\n` }],
  'a-system-has-one-face': [{ path: 'apps/planted/a.ts', text: `import '#systems/oversight/accounts/store.ts';\n` }],
  'only-the-kit-has-widgets': [{ path: 'apps/planted/a.ts', text: `import 'react-aria-components';\n` }],
  'the-judge-stays-out': [{ path: 'core/planted/a.ts', text: `import '@medplum/core';\n` }],
  'tests-stay-tests': [{ path: 'core/planted/a.ts', text: `import 'fast-check';\n` }],
};

const { forbidden, options } = configuration;

async function violations(): Promise<{ broken: IViolation[]; modules: number }> {
  const { output } = await cruise(floors, { ...options, ruleSet: { forbidden }, validate: true });
  const { summary } = output as ICruiseResult;
  return { broken: summary.violations, modules: summary.totalCruised };
}

const problems: string[] = [];
const { broken, modules } = await violations();
if (modules < leastModules) problems.push(`Only ${modules} modules were seen: the checker is blind.`);
for (const { rule, from, to } of broken) problems.push(`${rule.name}: ${from} → ${to}`);
for (const { name = '' } of forbidden) {
  const files = name ? offenders[name] : undefined;
  if (!files) {
    problems.push(`Rule ${name} has no offender in checks/boundaries.ts: nobody has seen it fail.`);
    continue;
  }
  try {
    for (const file of files) {
      mkdirSync(path.dirname(file.path), { recursive: true });
      writeFileSync(file.path, file.text);
    }
    const planted = files[0]?.path ?? '';
    const seen = (await violations()).broken.some(({ rule, from }) => rule.name === name && from.includes('/planted/'));
    if (!seen) problems.push(`Rule ${name} did not catch ${planted}.`);
  } finally {
    for (const file of files) rmSync(path.dirname(file.path), { recursive: true, force: true });
  }
}
for (const problem of problems) console.error(problem);
console.log(`${modules} modules, ${forbidden.length} rules, each seen to fail; ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
