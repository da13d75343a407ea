/** Detection's face: `detection(needs) → Detection`. See README.md. */
import { followTrail } from '#core/audit/following.ts';
import type { AuditTrail } from '#core/audit/index.ts';
import type { Database } from '#core/db/database.ts';
import type { System } from '#core/http/operation.ts';
import type { Handler } from '#core/jobs/index.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { detectionFollower } from './following.ts';
import { operations } from './operations.ts';
import type { Containment, Throttles } from './ports.ts';
import { responses } from './responses.ts';
import type { Rule } from './rule.ts';
import { rules as allRules } from './rules/all.ts';
import { settingsInForce } from './settings.ts';

export type { Act, Alert, Done } from './model.ts';

export interface DetectionNeeds {
  database: Database;
  runtime: Runtime;
  audit: AuditTrail;
  containment: Containment;
  throttles: Throttles;
  /** Data folder: `<home>/detection.json`. */
  home: string;
  /** Told of faults; detection goes on. */
  tell?: (says: string) => void;
  /** For tests. */
  rules?: readonly Rule[];
  most?: number;
}

export interface Detection extends System {
  /** What does the response: started with the workers. */
  readonly handlers: readonly Handler[];
}

/** Odd behaviour, seen in the trail within seconds; alerts for operators, and what the settings say shall follow. */
export function detection({ rules = allRules, tell = () => undefined, ...needs }: DetectionNeeds): Detection {
  const { database, runtime, audit, home } = needs;
  const names = rules.map(({ name }) => name);
  const settings = settingsInForce({ home, runtime, rules: names, tell });
  const answers = responses({ ...needs, settings });
  return {
    name: 'detection',
    operations: operations({ rules, responses: answers, settings }),
    handlers: answers.handlers,
    async start() {
      const { most } = needs;
      const follower = detectionFollower({
        runtime,
        audit,
        rules,
        settings,
        responses: answers,
        ...(most ? { most } : {}),
      });
      const following = followTrail({
        ...{ database, runtime, follower },
        onFailure: ({ message }) => tell(`Detection: ${message}`),
      });
      return () => following.stop();
    },
  };
}
