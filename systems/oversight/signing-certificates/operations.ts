/** What a clinician does with their certificate: see it, bring one, revoke it. */
import type { OperationAccess } from '#core/http/operation.ts';
import { type Operation, operation } from '#core/http/operation.ts';
import { Refusal } from '#core/refusal/refusal.ts';
import { openKeyFile } from '#core/signatures/index.ts';
import { type RevocationReason, shapes, shown, stateOf } from './model.ts';
import { type Signing, type SigningNeeds, toKeep } from './signing.ts';
import { certificateStore } from './store.ts';

const clinicians: OperationAccess = { roles: ['physician', 'pharmacist'], purpose: 'TREAT' };

/** @throws Refusal when the caller is no clinician of the register. */
function ownPractitioner({ practitioner }: { readonly practitioner?: string }): string {
  if (practitioner) return practitioner;
  throw new Refusal('forbidden', 'not-a-clinician', 'Only a clinician has a certificate for signing documents.');
}

export const operations = (needs: SigningNeeds, { forget }: Pick<Signing, 'forget'>): Operation[] => [
  operation({
    name: 'list-signing-certificates',
    method: 'GET',
    path: '/signing-certificates',
    summary: 'The caller’s certificates for signing documents, newest first',
    access: clinicians,
    audit: { action: 'R' },
    reply: shapes.list,
    handle: async (_, { actor, tx, now }) => {
      const all = await certificateStore(tx).of(ownPractitioner(actor));
      return { certificates: all.map((one) => shown(one, now())) };
    },
  }),
  operation({
    name: 'bring-signing-certificate',
    method: 'POST',
    path: '/signing-certificates',
    summary: 'Brings a key file (PKCS#12: ZUS or qualified); it takes the place of the one in use',
    access: { ...clinicians, within: 15 },
    audit: { action: 'C' },
    body: shapes.keyFile,
    reply: shapes.certificate,
    handle: async ({ body, http }, { actor, tx, now }) => {
      const practitioner = ownPractitioner(actor);
      const { file, password } = body as { file: string; password: string };
      const { key, certificates } = await openKeyFile(Buffer.from(file, 'base64'), password);
      const secret = key.export({ format: 'der', type: 'pkcs8' });
      const kept = await toKeep(needs, { practitioner, kind: 'file', chain: certificates, key: secret });
      if (stateOf(kept, now()) !== 'valid') {
        throw new Refusal(
          'rule-broken',
          'signing-certificate-lapsed',
          'The certificate in the file is not valid today.',
        );
      }
      const store = certificateStore(tx);
      const former = await store.inUse(practitioner);
      if (former) await store.revoke(former.id, practitioner, 'replaced', now());
      if (!(await store.add(kept))) {
        throw new Refusal('conflict', 'signing-certificate-taken', 'Another certificate was brought at the same time.');
      }
      forget(practitioner);
      http.reply.code(201);
      return shown(kept, now());
    },
  }),
  operation({
    name: 'revoke-signing-certificate',
    method: 'POST',
    path: '/signing-certificates/:id/revoke',
    summary: 'Revokes a certificate of the caller: nothing is signed by it any more',
    access: clinicians,
    audit: { action: 'U' },
    params: shapes.byId,
    body: shapes.revocation,
    reply: shapes.certificate,
    handle: async ({ params, body }, { actor, tx, now }) => {
      const practitioner = ownPractitioner(actor);
      const { reason } = body as { reason: RevocationReason };
      const revoked = await certificateStore(tx).revoke(String(params.id), practitioner, reason, now());
      if (!revoked) {
        throw new Refusal('not-found', 'no-such-certificate', 'You have no such certificate in use.');
      }
      forget(practitioner);
      return shown(revoked, now());
    },
  }),
];
