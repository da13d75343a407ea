/** ObslugaReceptyWS for pharmacies: read for filling, dispense, block. domain/poland.md 4.3 */
import type { Actor } from '#core/access/actor.ts';
import type { Incoming, SoapOperation, Values } from '#core/soap/model.ts';
import { textOf } from '#core/soap/model.ts';
import type { DispensedItem } from '#libs/cda/model.ts';
import { brought, clientOf, namedByContext } from './caller.ts';
import type { ProviderServicesNeeds } from './needs.ts';
import { demandDone, done, NotDone } from './outcome.ts';
import { policyOf } from './prescriptions.ts';
import { answering } from './referrals.ts';
import { content, many, maybe, one, outcome, verification } from './shapes.ts';
import { documentStore } from './store.ts';

export const pharmacyOperations = (needs: ProviderServicesNeeds): SoapOperation[] => [
  readToFill(needs),
  dispense(needs),
  ...Object.entries(acts).map(([name, act]) => standing(needs, name, act)),
];

const keyField = one('kluczRecepty', [one('kluczRecepty')]);

interface Collected {
  readonly id: string;
  readonly key: string;
  readonly status: string;
  readonly remaining: number;
}

/** What a pharmacy may dispense by a key, or by code and PESEL. */
async function collect(
  needs: ProviderServicesNeeds,
  actor: Actor,
  asked: object,
  { source }: Incoming,
): Promise<Collected[]> {
  const question = { method: 'POST', path: '/e-prescription/collect', body: asked, source } as const;
  const found = demandDone(await needs.ask(actor, question));
  return (found.packages as readonly { prescriptions: Collected[] }[]).flatMap(({ prescriptions }) => prescriptions);
}

const readToFill = (needs: ProviderServicesNeeds): SoapOperation => ({
  name: 'odczytPakietuReceptDoRealizacji',
  summary: 'Recepty do realizacji po kluczu pakietu lub recepty, albo po kodzie z numerem PESEL (razem, 15 cyfr)',
  request: [one('kryteriaOdczytuPakietuRecept', [maybe('kluczPakietuRecept'), maybe('kodPakietuRecept')])],
  response: [
    maybe('receptyDoRealizacji', [
      many('receptaIRealizacja', [
        one('kluczRecepty'),
        maybe('dokumentRecepty', [one('tresc', 'base64')]),
        one('statusRecepty'),
        one('pozostaloDoWydania'),
      ]),
    ]),
    outcome,
  ],
  handle: answering(async (values, incoming) => {
    const client = await clientOf(needs, incoming);
    const actor = await namedByContext(needs, client, incoming);
    const key = textOf(values, 'kryteriaOdczytuPakietuRecept', 'kluczPakietuRecept');
    const code = textOf(values, 'kryteriaOdczytuPakietuRecept', 'kodPakietuRecept') ?? '';
    const asked = key === undefined ? { code: code.slice(0, 4), pesel: code.slice(4) } : { key };
    const store = documentStore(needs.database);
    const list = await Promise.all(
      (await collect(needs, actor, asked, incoming)).map(async ({ id, key: one, status, remaining }) => {
        const document = await store.ofWhatBecame(id, 'prescription');
        return {
          ...{ kluczRecepty: one, statusRecepty: status, pozostaloDoWydania: String(remaining) },
          ...(document && { dokumentRecepty: { tresc: document.content.toString('base64') } }),
        };
      }),
    );
    return { receptyDoRealizacji: { receptaIRealizacja: list }, wynik: done };
  }),
});

const statusOf = (made: Readonly<Record<string, unknown>>): string =>
  String((made.prescription as { readonly status: string }).status);

const itemOf = ({ medicine, quantity, batch, expiresOn }: DispensedItem) => ({
  ...(medicine.gtin && { gtin: medicine.gtin }),
  quantity: Number(quantity.value),
  ...(batch && { lot: batch }),
  ...(expiresOn && { expires: expiresOn }),
});

const dispense = (needs: ProviderServicesNeeds): SoapOperation => ({
  name: 'zapisRealizacjiRecepty',
  summary: 'Zapisuje podpisany dokument realizacji recepty',
  request: [content('dokumentRealizacjiRecepty'), keyField],
  response: [verification('wynikWeryfikacji'), maybe('statusRecepty'), outcome],
  handle: answering(async (values, incoming) => {
    const client = await clientOf(needs, incoming);
    const base64 = textOf(values, 'dokumentRealizacjiRecepty', 'tresc') ?? '';
    const sent = await brought(needs, { client, incoming }, base64, { kind: 'dispensing', policy: policyOf });
    const { document, signed, actor } = sent;
    const store = documentStore(needs.database);
    const before = await store.byId(document.id);
    if (before?.content.equals(signed)) return { wynik: done };
    if (before) throw new NotDone('numer-zajety', 'Dokument o tym numerze już zapisano, z inną treścią.');
    const key = textOf(values, 'kluczRecepty', 'kluczRecepty') ?? '';
    const found = (await collect(needs, actor, { key }, incoming)).find((one) => one.key === key);
    const known = await store.byId(document.prescription);
    if (!found || (known && known.became !== found.id)) {
      throw new NotDone('inna-recepta', 'Klucz wskazuje inną receptę niż dokument realizacji.');
    }
    const body = {
      items: document.items.map(itemOf),
      ...(document.dispensingKind !== 'W' && { kind: document.dispensingKind }),
      mode: document.mode,
      ...(document.items[0]?.refund && { refundLevel: document.items[0].refund.level }),
    };
    const path = `/e-prescription/prescriptions/${found.id}/dispenses`;
    const made = demandDone(await needs.ask(actor, { method: 'POST', path, body, source: incoming.source }));
    await store.keep({
      ...{ id: document.id, kind: 'dispensing', became: found.id, client: client.id, content: signed },
      received: needs.runtime.now(),
    });
    return { statusRecepty: statusOf(made), wynik: done };
  }),
});

interface Act {
  /** Of the operation below `/api/e-prescription/prescriptions/:id`. */
  readonly path: string;
  readonly summary: string;
  readonly reason?: true;
}

/** What is done with one prescription that its key names. */
const acts: Readonly<Record<string, Act>> = {
  zablokowanieRecepty: {
    ...{ path: 'block', reason: true },
    summary: 'Nic nie zostanie wydane, dopóki recepta jest zablokowana',
  },
  odblokowanieRecepty: { path: 'unblock', summary: 'Recepta znów może być realizowana' },
  przyjecieDoRealizacjiReceptyNaLekRecepturowy: {
    path: 'accept',
    summary: 'Apteka przyjmuje receptę na lek recepturowy: nikt inny jej tymczasem nie realizuje',
  },
  rezygnacjaZRealizacjiReceptyNaLekRecepturowy: {
    path: 'resign',
    summary: 'Apteka rezygnuje z realizacji przyjętej recepty na lek recepturowy',
  },
};

const standing = (needs: ProviderServicesNeeds, name: string, act: Act): SoapOperation => ({
  ...{ name, summary: act.summary },
  request: act.reason ? [keyField, one('przyczynaZablokowaniaRecepty')] : [keyField],
  response: [maybe('statusRecepty'), outcome],
  handle: answering(async (values, incoming) => {
    const client = await clientOf(needs, incoming);
    const actor = await namedByContext(needs, client, incoming);
    const key = textOf(values, 'kluczRecepty', 'kluczRecepty') ?? '';
    const [found] = await collect(needs, actor, { key }, incoming);
    if (!found) throw new NotDone('nie-ma-recepty', 'Nie ma recepty o tym kluczu.');
    const reason = textOf(values, 'przyczynaZablokowaniaRecepty');
    const path = `/e-prescription/prescriptions/${found.id}/${act.path}`;
    const body = act.reason ? { reason } : {};
    const made = demandDone(await needs.ask(actor, { method: 'POST', path, body, source: incoming.source }));
    return { statusRecepty: statusOf(made), wynik: done } satisfies Values;
  }),
});
