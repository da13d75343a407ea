/**
 * Signed papers of the gate: a vendor's software statement (RFC 7591 section 2.3), a client's declaration and its
 * report of the test kit. JSON Web Signatures of one type each, by registered keys only; `none`, embedded keys and
 * addresses of keys in the header mean nothing.
 */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { Refusal } from '#core/refusal/refusal.ts';

export const paperAlgorithms = ['ES384', 'ES256', 'PS256', 'RS384'];
const longestPaper = 64 * 1024;
/** Seconds that a paper of a client may be old. */
const freshFor = 10 * 60;

export type PaperType = 'software-statement+jwt' | 'ezdrowie-declaration+jwt' | 'ezdrowie-test-report+jwt';

export interface PaperNeeds {
  readonly keys: JSONWebKeySet;
  readonly type: PaperType;
  readonly issuer: string;
  readonly audience: string;
  readonly now: Date;
  /** Papers that speak of a moment are fresh. */
  readonly fresh?: boolean;
}

const notValid = (says: string) => new Refusal('invalid', 'paper-not-valid', says);

/** What a paper says, once its signature is that of its issuer. @throws Refusal `paper-not-valid` */
export async function readPaper(paper: string, needs: PaperNeeds): Promise<JWTPayload> {
  const { keys, type, issuer, audience, now, fresh = false } = needs;
  if (paper.length > longestPaper) throw notValid(`A signed paper has at most ${longestPaper} characters.`);
  try {
    const { payload, protectedHeader } = await jwtVerify(paper, createLocalJWKSet(keys), {
      ...{ issuer, audience, algorithms: paperAlgorithms, typ: type, currentDate: now, clockTolerance: 5 },
      requiredClaims: ['iat', 'exp', 'jti'],
    });
    if (!keys.keys.some(({ kid }) => kid !== undefined && kid === protectedHeader.kid))
      throw notValid('Name the key by its kid.');
    const age = now.getTime() / 1000 - Number(payload.iat);
    if (age < -5 || (fresh && age > freshFor)) throw notValid('Its time (iat) is not of now.');
    return payload;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (!(error instanceof errors.JOSEError || error instanceof TypeError)) throw error;
    throw notValid(`Not a signed paper of ${issuer} of the type ${type}: ${reasonOf(error)}.`);
  }
}

/** Which demand failed, in words of ours: nothing of the paper is repeated. */
function reasonOf(error: Error): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `check ${error.claim}`;
  if (error instanceof errors.JOSEAlgNotAllowed) return `sign by ${paperAlgorithms.join(', ')}`;
  return 'the signature is not by a registered key';
}

/** The issuer that an unread paper claims: to find the keys by, and to believe nothing of. */
export function claimedIssuer(paper: string): string | undefined {
  try {
    const [, body = ''] = paper.split('.');
    const { iss } = JSON.parse(Buffer.from(body, 'base64url').toString()) as { iss?: unknown };
    return typeof iss === 'string' && iss.length <= 200 ? iss : undefined;
  } catch {
    return undefined;
  }
}
