/**
 * Which methods an address takes, told from the routes that are served. A 405 has to say so in Allow.
 * https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from '../../refusal/refusal.ts';
import { idForm, storedTypes } from '../checks.ts';

const types = new Set(storedTypes);

/** What the parameters of our addresses may be; those of other names, and what stands in an address itself, by text. */
const forms: { readonly [parameter: string]: ((part: string) => boolean) | undefined } = {
  ':type': (part) => types.has(part),
  ':id': (part) => idForm.test(part),
  ':members': (part) => part === '*' || types.has(part),
  ':version': (part) => /^\d{1,9}$/.test(part),
};

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '');

function leadsTo(parts: readonly string[], url: string): boolean {
  const wanted = partsOf(url);
  return (
    parts.length === wanted.length && wanted.every((one, n) => forms[one]?.(parts[n] as string) ?? one === parts[n])
  );
}

/** Methods that the address of the request takes, besides the one that was tried; none where there is no such address. */
export function allowedAt({ method, raw: { url = '' } }: FastifyRequest, { served }: FastifyInstance): string[] {
  const parts = partsOf(url.split(/[?#]/)[0] ?? '');
  const methods = served.filter((route) => leadsTo(parts, route.url)).map((route) => route.method);
  return [...new Set(methods)].filter((one) => one !== method).sort();
}

/** The refusal of a method at an address that takes others; undefined where there is no such address. */
export function otherMethods(request: FastifyRequest, server: FastifyInstance): Refusal | undefined {
  if (allowedAt(request, server).length === 0) return undefined;
  const says = `${request.method} is not done at this address. See /metadata for what is.`;
  return new Refusal('not-allowed', 'not-allowed', says);
}
