/** Controls of detection, each weakened on purpose. */
import type { Mutant } from './mutant.ts';

const detection = 'systems/oversight/detection';
const byRules = { test: `${detection}/rules.test.ts` };

export const detectionMutants: readonly Mutant[] = [
  {
    name: 'detection: nobody is on emergency duty',
    file: `${detection}/engine.ts`,
    from: 'emergency: (memory.emergency ?? 0) > seen.at',
    to: 'emergency: false',
    ...byRules,
    named: 'says it when somebody on emergency duty',
  },
  {
    name: 'detection: one subject raises an alert with every event',
    file: `${detection}/engine.ts`,
    from: 'if (!facts || seen.at < (memory.quiet[rule.name] ?? 0)) continue;',
    to: 'if (!facts) continue;',
    ...byRules,
    named: 'stays silent about one subject',
  },
];
