/**
 * ObslugaReceptyWS for prescribers: packages are saved and read, prescriptions cancelled and found. domain/poland.md
 * 4.3
 */
import type { SoapOperation, Values } from '#core/soap/model.ts';
import { listOf, textOf } from '#core/soap/model.ts';
import type { ClinicalDocument } from '#libs/cda/model.ts';
import { type Brought, brought, clientOf, namedByContext } from './caller.ts';
import type { ProviderServicesNeeds } from './needs.ts';
import { demandDone, done, NotDone } from './outcome.ts';
import { packageBody } from './package-body.ts';
import { answering } from './referrals.ts';
import { content, many, maybe, one, outcome, verification } from './shapes.ts';
import { documentStore } from './store.ts';

/** Narcotic medicines take no signature by ZUS (security requirements K7). */
export const policyOf = (document: ClinicalDocument) => {
  if (document.kind !== 'prescription') return 'medical-document';
  return document.availability === 'Rpw' ? 'prescription-narcotic' : 'prescription';
};

export const prescriberOperations = (needs: ProviderServicesNeeds): SoapOperation[] => [
  save(needs),
  cancel(needs),
  readPackage(needs),
  search(needs),
];

interface IssuedPrescription {
  readonly id: string;
  readonly key: string;
}

const save = (needs: ProviderServicesNeeds): SoapOperation => ({
  name: 'zapisPakietuRecept',
  summary: 'Zapisuje pakiet od jednej do pięciu podpisanych recept; odpowiada kluczami i kodem',
  request: [
    one('pakietRecept', [
      one('recepty', [many('recepta', [one('identyfikatorDokumentuWPakiecie', 'int'), one('tresc', 'base64')])]),
    ]),
  ],
  response: [
    maybe('potwierdzenieOperacjiZapisu', [
      one('wynikZapisuPakietuRecept', [
        one('kluczPakietuRecept'),
        one('kodPakietuRecept'),
        one('wynikWeryfikacji', [
          many('weryfikowanaRecepta', [one('numerReceptyWPakiecie', 'int'), one('kluczRecepty')]),
        ]),
      ]),
    ]),
    verification('wynikWeryfikacji'),
    outcome,
  ],
  handle: answering(async (values, incoming) => {
    const client = await clientOf(needs, incoming);
    const sent = listOf(values, 'pakietRecept', 'recepty', 'recepta');
    if (sent.length < 1 || sent.length > 5) throw new NotDone('liczba-recept', 'Pakiet ma od jednej do pięciu recept.');
    const all: Brought<'prescription'>[] = [];
    for (const recepta of sent) {
      const base64 = textOf(recepta, 'tresc') ?? '';
      all.push(await brought(needs, { client, incoming }, base64, { kind: 'prescription', policy: policyOf }));
    }
    const issued = await issue(needs, { all, source: incoming.source, client: client.id });
    return {
      potwierdzenieOperacjiZapisu: {
        wynikZapisuPakietuRecept: {
          ...{ kluczPakietuRecept: issued.key, kodPakietuRecept: issued.code },
          wynikWeryfikacji: {
            weryfikowanaRecepta: sent.map((recepta, index) => ({
              numerReceptyWPakiecie: textOf(recepta, 'identyfikatorDokumentuWPakiecie'),
              kluczRecepty: issued.prescriptions[index]?.key,
            })),
          },
        },
      },
      wynik: done,
    } as Values;
  }),
});

interface Issued {
  readonly id: string;
  readonly key: string;
  readonly code: string;
  readonly prescriptions: readonly IssuedPrescription[];
}

/** Issues it once: the same documents again give the same answer. */
async function issue(
  needs: ProviderServicesNeeds,
  { all, source, client }: { all: readonly Brought<'prescription'>[]; source: string; client: string },
): Promise<Issued> {
  const [first] = all as readonly [Brought<'prescription'>];
  const store = documentStore(needs.database);
  const known = await Promise.all(all.map(({ document }) => store.byId(document.id)));
  const isSame = known.every((one, index) => one?.content.equals(all[index]?.signed as Buffer));
  if (isSame && known[0]?.package) {
    const path = `/e-prescription/packages/${known[0].package}`;
    return demandDone(await needs.ask(first.actor, { method: 'GET', path, source })) as unknown as Issued;
  }
  if (known.some((one) => one !== undefined)) {
    throw new NotDone('numer-zajety', 'Receptę o tym numerze już zapisano, z inną treścią lub w innym pakiecie.');
  }
  const documents = all.map(({ document }) => document);
  const patient = await needs.patientOf(documents[0]?.patient.id.extension ?? '');
  if (!patient) throw new NotDone('nieznany-pacjent', 'Nie znamy pacjenta o tym numerze PESEL.');
  const body = packageBody(documents, patient);
  const made = await needs.bringing(
    all.map(({ signed }) => signed.toString()),
    async () =>
      demandDone(await needs.ask(first.actor, { method: 'POST', path: '/e-prescription/packages', body, source })),
  );
  const issued = made as unknown as Issued;
  for (const [index, { document, signed }] of all.entries()) {
    await store.keep({
      ...{ id: document.id, kind: 'prescription', became: String(issued.prescriptions[index]?.id), client },
      ...{ package: issued.id, received: needs.runtime.now(), content: signed },
    });
  }
  return issued;
}

const cancel = (needs: ProviderServicesNeeds): SoapOperation => ({
  name: 'zapisDokumentuAnulowaniaRecepty',
  summary: 'Anuluje receptę podpisanym dokumentem anulującym',
  request: [content('dokumentAnulowaniaRecepty'), maybe('kluczRecepty', [one('kluczRecepty')])],
  response: [verification('wynikWeryfikacji'), outcome],
  handle: answering(async (values, incoming) => {
    const client = await clientOf(needs, incoming);
    const base64 = textOf(values, 'dokumentAnulowaniaRecepty', 'tresc') ?? '';
    const sent = await brought(needs, { client, incoming }, base64, { kind: 'cancellation', policy: policyOf });
    const { document, actor, signed } = sent;
    const store = documentStore(needs.database);
    const known = await store.byId(document.cancelled.id);
    if (known?.kind !== 'prescription') throw new NotDone('nie-ma-recepty', 'Nie zapisano recepty o tym numerze.');
    if ((await store.byId(document.id))?.content.equals(signed)) return { wynik: done };
    const body = { reason: document.reason ?? 'Anulowana przez wystawcę.' };
    const path = `/e-prescription/prescriptions/${known.became}/cancel`;
    demandDone(await needs.ask(actor, { method: 'POST', path, body, source: incoming.source }));
    await store.keep({
      ...{ id: document.id, kind: 'cancellation', became: known.became, client: client.id, content: signed },
      received: needs.runtime.now(),
    });
    return { wynik: done };
  }),
});

const readPackage = (needs: ProviderServicesNeeds): SoapOperation => ({
  name: 'odczytPakietuRecept',
  summary: 'Odczytuje pakiet, który wystawił lub zapisał ten usługodawca, po numerze jednej z jego recept',
  request: [one('numerRecepty', [one('extension'), one('root')])],
  response: [
    maybe('pakietReceptIWynikowWeryfikacji', [
      one('kluczPakietuRecept'),
      many('receptaIWynikWeryfikacji', [
        one('kluczRecepty'),
        one('statusRecepty'),
        maybe('recepta', [one('tresc', 'base64')]),
      ]),
    ]),
    outcome,
  ],
  handle: answering(async (values, incoming) => {
    const client = await clientOf(needs, incoming);
    const actor = await namedByContext(needs, client, incoming);
    const store = documentStore(needs.database);
    const [root = '', extension = ''] = ['root', 'extension'].map((name) => textOf(values, 'numerRecepty', name));
    const known = await store.byId({ root, extension });
    if (!known?.package) throw new NotDone('nie-ma-recepty', 'Nie zapisano recepty o tym numerze.');
    const path = `/e-prescription/packages/${known.package}`;
    const found = demandDone(await needs.ask(actor, { method: 'GET', path, source: incoming.source }));
    const { key, prescriptions } = found as unknown as Listed;
    const read = await Promise.all(
      prescriptions.map(async ({ id, key: one, status }) => {
        const document = await store.ofWhatBecame(id, 'prescription');
        const recepta = document && { tresc: document.content.toString('base64') };
        return { kluczRecepty: one, statusRecepty: status, ...(recepta && { recepta }) };
      }),
    );
    return {
      pakietReceptIWynikowWeryfikacji: { kluczPakietuRecept: key, receptaIWynikWeryfikacji: read },
      wynik: done,
    };
  }),
});

interface Listed {
  readonly key: string;
  readonly issued: string;
  readonly prescriptions: readonly {
    readonly id: string;
    readonly key: string;
    readonly status: string;
    readonly number: { readonly system: string; readonly value: string };
  }[];
}

const search = (needs: ProviderServicesNeeds): SoapOperation => ({
  name: 'wyszukanieReceptWystawiajacego',
  summary: 'Recepty, które wystawił użytkownik z kontekstu, z jednego dnia albo z ostatnich 30',
  request: [
    maybe('kryteriaWyszukiwaniaRecept', [maybe('dataWystawieniaReceptyOd', 'dateTime'), maybe('statusRecepty')]),
  ],
  response: [
    maybe('wynikiWyszukiwaniaRecept', [
      many('wynikWyszukiwaniaRecept', [
        one('kluczRecepty'),
        one('kluczPakietu'),
        one('dataWystawieniaRecepty', 'dateTime'),
        one('numerRecepty', [one('extension'), one('root')]),
        one('statusRecepty'),
      ]),
    ]),
    outcome,
  ],
  handle: answering(async (values, incoming) => {
    const client = await clientOf(needs, incoming);
    const actor = await namedByContext(needs, client, incoming);
    const day = textOf(values, 'kryteriaWyszukiwaniaRecept', 'dataWystawieniaReceptyOd')?.slice(0, 10);
    const status = textOf(values, 'kryteriaWyszukiwaniaRecept', 'statusRecepty');
    const path = `/e-prescription/packages${day === undefined ? '' : `?day=${day}`}`;
    const found = demandDone(await needs.ask(actor, { method: 'GET', path, source: incoming.source }));
    const list = (found.items as readonly Listed[]).flatMap(({ key, issued, prescriptions }) =>
      prescriptions.map((one) => ({
        ...{ kluczRecepty: one.key, kluczPakietu: key, dataWystawieniaRecepty: issued, statusRecepty: one.status },
        numerRecepty: { extension: one.number.value, root: one.number.system.replace('urn:oid:', '') },
      })),
    );
    const wanted = list.filter(({ statusRecepty }) => status === undefined || statusRecepty === status);
    return { wynikiWyszukiwaniaRecept: { wynikWyszukiwaniaRecept: wanted }, wynik: done };
  }),
});
