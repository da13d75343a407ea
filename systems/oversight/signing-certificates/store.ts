/** The one file of signing-certificates that speaks SQL. */
import type { Tx } from '#core/db/database.ts';
import type { RevocationReason, SigningCertificate } from './model.ts';

/** With what makes it sign. */
export interface KeptCertificate extends SigningCertificate {
  /** PEM, the person's own first. */
  readonly chain: string;
  readonly sealed: Buffer;
}

const columns = `id, practitioner, kind, subject, issuer, serial, chain, sealed, valid_from as "validFrom",
  valid_until as "validUntil", revoked, revoked_why as "revokedWhy"`;

export function certificateStore(tx: Tx) {
  const ask = async <Row extends object>(name: string, text: string, values: unknown[] = []): Promise<Row[]> =>
    (await tx.query<Row & Record<string, unknown>>({ name: `signing-certificates-${name}`, text, values }))
      .rows as Row[];
  return {
    /** The one in use. */
    inUse: async (practitioner: string) =>
      (
        await ask<KeptCertificate>(
          'in-use',
          `select ${columns} from signing_certificates.certificate where practitioner = $1 and revoked is null`,
          [practitioner],
        )
      )[0],
    /** All of a person, newest first. */
    of: (practitioner: string) =>
      ask<KeptCertificate>(
        'of',
        `select ${columns} from signing_certificates.certificate where practitioner = $1
         order by valid_from desc, id limit 100`,
        [practitioner],
      ),
    /** Adds it as the one in use; false when there is one already. */
    add: async (one: KeptCertificate): Promise<boolean> =>
      (
        await ask(
          'add',
          `insert into signing_certificates.certificate
             (id, practitioner, kind, subject, issuer, serial, chain, sealed, valid_from, valid_until)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict (practitioner) where revoked is null do nothing returning id`,
          [
            ...[one.id, one.practitioner, one.kind, one.subject, one.issuer, one.serial, one.chain, one.sealed],
            ...[one.validFrom, one.validUntil],
          ],
        )
      ).length === 1,
    /** Revokes it; undefined when it is not this person's, or was revoked before. */
    revoke: async (id: string, practitioner: string, reason: RevocationReason, at: Date) =>
      (
        await ask<KeptCertificate>(
          'revoke',
          `update signing_certificates.certificate set revoked = $4, revoked_why = $3
           where id = $1 and practitioner = $2 and revoked is null returning ${columns}`,
          [id, practitioner, reason, at],
        )
      )[0],
    /** What the demonstration's authority takes back. */
    revoked: () =>
      ask<{ serial: string; revoked: Date; why: RevocationReason }>(
        'revoked',
        `select serial, revoked, revoked_why as why from signing_certificates.certificate
         where kind = 'demonstration' and revoked is not null order by revoked`,
      ),
    authority: async () =>
      (
        await ask<{ certificate: Buffer; sealed: Buffer }>(
          'authority',
          'select certificate, sealed from signing_certificates.authority',
        )
      )[0],
    addAuthority: (certificate: Buffer, sealed: Buffer, made: Date) =>
      ask(
        'add-authority',
        'insert into signing_certificates.authority (certificate, sealed, made) values ($1, $2, $3) on conflict do nothing',
        [certificate, sealed, made],
      ),
  };
}
