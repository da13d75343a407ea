/** Why a signature is not accepted: a Refusal that says which rule, for people and machines. */
import { SignatureRefusal } from '#libs/xml-signature/document.ts';
import { Refusal } from '../refusal/refusal.ts';

export const invalidSignature = (code: string, message: string): Refusal =>
  new Refusal('rule-broken', `signature-${code}`, message);

/** Runs a step of verification; whatever goes wrong in reading a stranger's bytes is a refusal, never a fault. */
export async function judged<Result>(step: () => Promise<Result> | Result): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof SignatureRefusal) throw invalidSignature(error.code, error.message);
    throw invalidSignature('unreadable', 'The signature cannot be read. Send it as its format demands.');
  }
}
