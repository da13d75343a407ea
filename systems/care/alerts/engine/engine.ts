/**
 * Which rules speak of a patient. Pure: compiled rules and facts in, alerts out. The order of rules and resources does
 * not matter; a rule that cannot know says what it lacks; silence comes only from what the rule itself names.
 */
import { hash } from 'node:crypto';
import type { Alert, Findings, Silenced, Unchecked, Verdict, Words } from '../model.ts';
import { actionsOf } from './actions.ts';
import type { Facts } from './facts.ts';
import type { Rule } from './rule.ts';
import { Trace } from './trace.ts';

export interface Judged {
  readonly verdict: Verdict;
  readonly trace: Trace;
  readonly silencedBy?: Words;
}

/** One rule about one patient. */
export function judge(rule: Rule, facts: Facts): Judged {
  const trace = new Trace();
  const says = facts.isDead ? false : rule.condition.evaluate(facts, trace);
  if (says === false) return { verdict: 'quiet', trace };
  if (says === undefined) return { verdict: trace.missing.length > 0 ? 'unknown' : 'quiet', trace };
  // What a silence lacks takes nothing away: only what is known silences.
  const silence = rule.silences.find(({ condition }) => condition.evaluate(facts, new Trace()) === true);
  return silence ? { verdict: 'silenced', trace, silencedBy: silence.why } : { verdict: 'alert', trace };
}

/** @param tierOf where a rule stands now; undefined for one that is not live */
export function findingsOf(
  rules: readonly Rule[],
  facts: Facts,
  tierOf: (rule: Rule) => Alert['tier'] | undefined = ({ tier }) => tier,
): Findings {
  const alerts: Alert[] = [];
  const silenced: Silenced[] = [];
  const missing = new Map<string, { what: Words; rules: Set<string> }>();
  for (const rule of rules) {
    const tier = tierOf(rule);
    if (tier === undefined) continue;
    const { verdict, trace, silencedBy } = judge(rule, facts);
    if (verdict === 'alert') alerts.push(alertOf(rule, tier, trace, facts));
    if (silencedBy) silenced.push({ rule: rule.id, title: rule.words.title, why: silencedBy });
    if (verdict !== 'unknown') continue;
    for (const what of trace.missing) {
      const entry = missing.get(what.en) ?? { what, rules: new Set() };
      missing.set(what.en, { ...entry, rules: entry.rules.add(rule.id) });
    }
  }
  const unchecked: Unchecked[] = [...missing]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => ({ what: one.what, rules: [...one.rules].sort() }));
  return {
    alerts: alerts.sort((a, b) => a.tier - b.tier || (a.rule < b.rule ? -1 : 1)),
    silenced: silenced.sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    unchecked,
    odd: facts.odd,
  };
}

function alertOf(rule: Rule, tier: Alert['tier'], trace: Trace, facts: Facts): Alert {
  const because = trace.evidence;
  // What was measured moves on; what an alert is about are its medicines, so a tolerance holds while they are the same.
  const about = [...new Set(trace.medicines.map(({ atc }) => atc))].sort();
  return {
    id: `${rule.id}.${hash('sha256', JSON.stringify([facts.patient, rule.id, about])).slice(0, 12)}`,
    ...{ rule: rule.id, version: rule.version, tier, kind: rule.kind },
    ...{ title: rule.words.title, why: rule.words.why, todo: rule.words.todo, because },
    drafts: [...new Set(trace.medicines.flatMap((one) => (one.isDraft ? one.reference : [])))].sort(),
    actions: actionsOf(rule.actions, { facts, medicines: trace.medicines, title: rule.words.title.pl }),
    source: `${rule.source.document}, ${rule.source.section}`,
    validated: rule.validated,
  };
}
