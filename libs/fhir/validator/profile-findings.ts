/** What a check against profiles has found so far, how loudly it speaks, and what it has cost. */
import type { Issue } from './issue.ts';

/** A check that would cost more than a request may. */
export class TooCostly extends Error {}

const mostWork = 3_000_000;
const mostIssues = 200;

export class Findings {
  errors = 0;
  readonly issues: Issue[] = [];
  private work = 0;
  private quiet = 0;

  add(code: string, diagnostics: string, expression = '', severity: Issue['severity'] = 'error'): void {
    if (severity === 'error') this.errors++;
    if (this.quiet === 0 && this.issues.length < mostIssues) {
      this.issues.push({ severity, code, diagnostics, expression });
    }
  }

  warn(code: string, diagnostics: string, expression = ''): void {
    this.add(code, diagnostics, expression, 'warning');
  }

  /** Puts a step of the path before everything reported since there were `from` issues. */
  at(from: number, step: string): void {
    for (let i = from; i < this.issues.length; i++) {
      const issue = this.issues[i] as Issue;
      issue.expression = issue.expression ? `${step}.${issue.expression}` : step;
    }
  }

  /** @throws TooCostly */
  spend(steps: number): void {
    this.work += steps;
    if (this.work > mostWork) throw new TooCostly();
  }

  /** Does the check pass? Nothing is reported. */
  passes(check: () => void): boolean {
    const before = this.errors;
    this.quiet++;
    try {
      check();
      return this.errors === before;
    } finally {
      this.quiet--;
      this.errors = before;
    }
  }
}
