/**
 * An operation of the FHIR face (`$everything`) as one value: where it answers, how, and what it does. The routes and
 * the CapabilityStatement read it; the record's own stand in operations.ts, other parts of the platform hand in theirs.
 * https://hl7.org/fhir/R4/operations.html
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call } from '../../access/actor.ts';
import type { PublishedOperation } from '../interactions/capabilities.ts';
import type { FhirRecord } from '../index.ts';
import type { AskedQuery } from './asked.ts';

/** A request taken apart. `type` and `id` are empty where the address has none. */
export interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly call: Call;
  readonly query: AskedQuery;
  readonly type: string;
  readonly id: string;
}

export interface FhirOperation extends PublishedOperation {
  /** GET only where it changes nothing. */
  readonly methods: readonly ('GET' | 'POST' | 'DELETE')[];
  /** Does it and sends the answer. Decides access and leaves the audit entry through the record (guard.ts). */
  handle(asked: Asked, record: FhirRecord): Promise<unknown>;
}
