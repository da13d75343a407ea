/** The HTTP operations of health links: the patient's own, and what a link opens, to whoever holds it. */
import type { Actor } from '#core/access/actor.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { fileOf } from '#core/http/shapes.ts';
import { keyOfId } from '#core/record/keys.ts';
import { Links, type Opener } from './links.ts';
import type { Asked } from './model.ts';
import type { HealthLinkNeeds } from './needs.ts';
import { refuse } from './refusals.ts';
import { schemas } from './shapes.ts';

const own = { roles: ['patient'], purpose: 'PATRQT' } as const;

export const operations = (needs: HealthLinkNeeds): Operation[] => {
  const links = new Links(needs);
  return [...ofPatient(links), ...ofHolder(links)];
};

/** @throws Refusal `no-patient` */
function ownId({ patient }: Actor): string {
  if (!patient) throw refuse('no-patient');
  return patient;
}
const whose = (id: string) => ({ patients: [keyOfId('Patient', id)], patientIds: [id] });

const ofPatient = (links: Links): Operation[] => [
  operation({
    name: 'make-health-link',
    method: 'POST',
    path: '/health-links',
    summary: 'Makes a link to my summary, whole or in parts, with an end and a PIN; its key is given once.',
    access: { ...own, exports: true },
    audit: { action: 'C' },
    ownTransactions: true,
    body: schemas.make,
    reply: schemas.made,
    async handle({ body }, { actor, call, about }) {
      const person = ownId(actor);
      about(whose(person));
      return links.make(call, person, body as Asked);
    },
  }),
  operation({
    name: 'print-health-link-card',
    method: 'POST', // the address has the key: it must stand in no log
    path: '/health-links/card.pdf',
    summary: 'The short card (karta pacjenta) as a PDF whose QR code opens a link that I have just made.',
    access: { ...own, exports: true },
    audit: 'in-record',
    ownTransactions: true,
    body: schemas.card,
    reply: fileOf('application/pdf'),
    async handle({ body, http }, { actor, call }) {
      const { address } = body as { address: string };
      const card = await links.card(call, ownId(actor), address);
      http.reply.type('application/pdf').header('content-disposition', 'attachment; filename="karta-pacjenta.pdf"');
      return card;
    },
  }),
  operation({
    name: 'list-health-links',
    method: 'GET',
    path: '/health-links',
    summary: 'My links, and every attempt to open them: when, by whom as they said, with what outcome.',
    access: own,
    audit: { action: 'R' },
    reply: schemas.links,
    async handle(_input, { actor, about }) {
      const person = ownId(actor);
      about(whose(person));
      return { links: await links.list(person) };
    },
  }),
  operation({
    name: 'revoke-health-link',
    method: 'POST',
    path: '/health-links/:id/revoke',
    summary: 'Ends a link at once; what it held is erased.',
    access: own,
    audit: { action: 'D' },
    params: schemas.byId,
    reply: schemas.revoked,
    async handle({ params }, { actor, about }) {
      const person = ownId(actor);
      about(whose(person));
      await links.revoke(person, params.id ?? '');
      return { revoked: true };
    },
  }),
];

const ofHolder = (links: Links): Operation[] => [
  operation({
    name: 'open-health-link',
    method: 'POST',
    path: '/health-links/m/:handle',
    summary:
      'The manifest of a SMART Health Link. Wrong PINs are counted: 401 with remainingAttempts, 404 after the end.',
    access: 'anyone',
    audit: 'own',
    params: schemas.byHandle,
    body: schemas.open,
    reply: schemas.manifest,
    handle: ({ params, body }, { call }) => links.open(call, params.handle ?? '', body as Opener),
  }),
  operation({
    name: 'fetch-health-link-file',
    method: 'GET',
    path: '/health-links/f/:handle',
    summary: 'A file of a SMART Health Link (JWE), from a location of its manifest: once, within five minutes.',
    access: 'anyone',
    audit: 'own',
    params: schemas.byHandle,
    reply: { type: 'string', contentMediaType: 'application/jose' },
    async handle({ params, http }, { call }) {
      const file = await links.fetch(call, params.handle ?? '');
      http.reply.type('application/jose');
      return file;
    },
  }),
];
