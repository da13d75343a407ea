/** The one file of provider-services that speaks SQL. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Tx } from '#core/db/database.ts';
import type { Identifier } from '#libs/cda/model.ts';

export interface KeptDocument {
  readonly id: Identifier;
  readonly kind: 'prescription' | 'referral' | 'dispensing' | 'cancellation';
  /** Logical id of what it became. */
  readonly became: string;
  readonly package?: string;
  readonly client: string;
  readonly received: Date;
  /** As it was sent. */
  readonly content: Buffer;
}

interface Row {
  readonly root: string;
  readonly extension: string;
  readonly kind: KeptDocument['kind'];
  readonly became: string;
  readonly package: string | null;
  readonly client: string;
  readonly received: Date;
  readonly content: Buffer;
}

const columns = 'root, extension, kind, became, package, client, received, content';
const kept = ({ root, extension, package: of, content, ...row }: Row): KeptDocument => ({
  ...row,
  id: { root, extension },
  content: inflateRawSync(content),
  ...(of !== null && { package: of }),
});

export function documentStore(tx: Tx) {
  const ask = async (name: string, condition: string, values: unknown[]): Promise<KeptDocument[]> => {
    const text = `select ${columns} from provider_services.document where ${condition}`;
    const { rows } = await tx.query<Row>({ name: `provider-services-${name}`, text, values });
    return rows.map(kept);
  };
  return {
    byId: async ({ root, extension }: Identifier) =>
      (await ask('by-id', 'root = $1 and extension = $2', [root, extension]))[0],
    /** What something was made of; its cancellation is another. */
    ofWhatBecame: async (became: string, kind: KeptDocument['kind']) =>
      (await ask('became', 'became = $1 and kind = $2 order by received limit 1', [became, kind]))[0],
    /** Keeps it; one that is kept already stays as it is. */
    keep: ({ id, content, ...one }: KeptDocument) =>
      tx.query({
        name: 'provider-services-keep',
        text: `insert into provider_services.document (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8)
          on conflict do nothing`,
        values: [
          ...[id.root, id.extension, one.kind, one.became, one.package ?? null, one.client, one.received],
          deflateRawSync(content),
        ],
      }),
  };
}
export type DocumentStore = ReturnType<typeof documentStore>;
