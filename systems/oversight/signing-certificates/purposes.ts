/** What the vault seals here, column by column, so that its keys can be rotated. */
import type { SealedColumn } from '#core/vault/index.ts';

export const keyPurpose = 'signing-certificates/key';
export const authorityPurpose = 'signing-certificates/authority';

export const sealedColumns: readonly SealedColumn[] = [
  {
    purpose: keyPurpose,
    table: 'signing_certificates.certificate',
    column: 'sealed',
    key: ['id'],
    name: ({ id }) => String(id),
  },
  {
    purpose: authorityPurpose,
    table: 'signing_certificates.authority',
    column: 'sealed',
    key: ['single'],
    name: () => 'authority',
  },
];
