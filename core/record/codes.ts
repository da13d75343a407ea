/** Codes that validation asks of the vocabularies: what is asked, what was answered lately. See judge.ts. */
import type { Definitions } from '#libs/fhir/profiles/definitions.ts';
import type { AskedCode, Known, Vocabulary } from '#libs/fhir/validator/terminology.ts';
import type { Tx } from '../db/database.ts';

/** Is a code in a value set, or below another code? */
export type CodeQuestion =
  | { readonly kind: 'member'; readonly valueSet: string; readonly coding: AskedCode }
  | { readonly kind: 'subsumes'; readonly system: string; readonly code: string; readonly below: string };

/** Answers in the order of the questions; core/terminology gives them. */
export type AnswerCodes = (questions: readonly CodeQuestion[], tx?: Tx) => Promise<readonly Known[]>;

/** What writers were told lately; shared by all requests of the process. */
const mostRemembered = 50_000;
/** Of one request. */
export const mostQuestions = 1_000;
const longestQuestion = 2_000;

interface Remembered {
  readonly known: Known;
  readonly at: number;
}

/** Answers by question, the oldest forgotten first, all of them as soon as definitions change. */
export class CodeMemory {
  private readonly answers = new Map<string, Remembered>();
  private of: Definitions | undefined;

  find(key: string, notBefore: number, definitions: Definitions): Known | undefined {
    this.forgetOthers(definitions);
    const found = this.answers.get(key);
    return found && found.at >= notBefore ? found.known : undefined;
  }

  keep(key: string, known: Known, at: number, definitions: Definitions): void {
    this.forgetOthers(definitions);
    this.answers.delete(key);
    this.answers.set(key, { known, at });
    const [oldest] = this.answers.keys();
    if (this.answers.size > mostRemembered && oldest !== undefined) this.answers.delete(oldest);
  }

  private forgetOthers(definitions: Definitions): void {
    if (this.of === definitions) return;
    this.answers.clear();
    this.of = definitions;
  }
}

/** The vocabulary of one request: what is remembered, and what has to be asked. */
export class Asked implements Vocabulary {
  private readonly memory: CodeMemory;
  private readonly definitions: Definitions;
  private readonly notBefore: number;
  private readonly told = new Map<string, Known>();
  private open = new Map<string, CodeQuestion>();
  private total = 0;
  /** How often nobody knew yet. */
  misses = 0;

  constructor(memory: CodeMemory, definitions: Definitions, notBefore: number) {
    this.memory = memory;
    this.definitions = definitions;
    this.notBefore = notBefore;
  }

  get isSettled(): boolean {
    return this.open.size === 0;
  }

  memberOf(valueSet: string, coding: AskedCode): Known {
    const key = JSON.stringify([valueSet, coding.system ?? null, coding.code]);
    return this.look(key, { kind: 'member', valueSet, coding });
  }

  subsumes(system: string, code: string, below: string): Known {
    return this.look(JSON.stringify(['<', system, code, below]), { kind: 'subsumes', system, code, below });
  }

  private look(key: string, question: CodeQuestion): Known {
    // What is longer than any code or address is none that a vocabulary has.
    if (key.length > longestQuestion) return 'unknown';
    const known = this.told.get(key) ?? this.memory.find(key, this.notBefore, this.definitions);
    if (known !== undefined) return known;
    this.misses++;
    if (this.total + this.open.size <= mostQuestions) this.open.set(key, question);
    return 'unknown';
  }

  get isTooMuch(): boolean {
    return this.total + this.open.size > mostQuestions;
  }

  async ask(answer: AnswerCodes, tx: Tx | undefined, now: number): Promise<void> {
    const asked = [...this.open];
    this.open = new Map();
    this.total += asked.length;
    const answers = await answer(
      asked.map(([, question]) => question),
      tx,
    );
    asked.forEach(([key], at) => {
      const known = answers[at] ?? 'unknown';
      this.told.set(key, known);
      this.memory.keep(key, known, now, this.definitions);
    });
  }
}
