/** ObslugaSkierowaniaWS: referrals are saved, cancelled and read as documents. domain/poland.md 5 */
import type { SoapOperation, SoapService, Values } from '#core/soap/model.ts';
import { textOf } from '#core/soap/model.ts';
import type { ClinicalDocument, ReferralDocument } from '#libs/cda/model.ts';
import { brought, clientOf, namedByContext } from './caller.ts';
import type { ProviderServicesNeeds } from './needs.ts';
import { demandDone, done, NotDone, rulesOf } from './outcome.ts';
import { referralBody } from './referral-body.ts';
import { content, maybe, oid, one, outcome, verification } from './shapes.ts';
import { documentStore } from './store.ts';

const policy = (document: ClinicalDocument) => (document.kind === 'referral' ? 'referral' : 'medical-document');

export const referralService = (needs: ProviderServicesNeeds): SoapService => ({
  name: 'ObslugaSkierowaniaWS',
  summary: 'e-Skierowanie: zapis, anulowanie i odczyt dokumentów skierowań',
  namespace: 'http://csioz.gov.pl/p1/eskierowanie/ws/v20180509',
  operations: [save(needs), cancel(needs), read(needs)],
});

/** Runs an operation; what a rule forbids becomes an answer. */
export const answering =
  (work: SoapOperation['handle']): SoapOperation['handle'] =>
  async (values, incoming) => {
    try {
      return await work(values, incoming);
    } catch (error) {
      if (!(error instanceof NotDone)) throw error;
      const found = error.faults.length > 0 ? { wynikWeryfikacji: rulesOf(error.faults) } : {};
      return { ...found, wynik: error.outcome };
    }
  };

const save = (needs: ProviderServicesNeeds): SoapOperation => ({
  name: 'zapisDokumentuSkierowania',
  summary: 'Zapisuje podpisany dokument skierowania; odpowiada kluczem i kodem',
  request: [content('dokumentSkierowania')],
  response: [maybe('kluczSkierowania'), maybe('kodSkierowania'), verification('wynikWeryfikacji'), outcome],
  handle: answering(async (values, incoming) => {
    const client = await clientOf(needs, incoming);
    const base64 = textOf(values, 'dokumentSkierowania', 'tresc') ?? '';
    const { document, signed, actor } = await brought(needs, { client, incoming }, base64, {
      kind: 'referral',
      policy,
    });
    const store = documentStore(needs.database);
    const known = await store.byId(document.id);
    if (known && !known.content.equals(signed)) {
      throw new NotDone('numer-zajety', 'Dokument o tym numerze już zapisano, z inną treścią.');
    }
    const { source } = incoming;
    if (known) {
      const path = `/e-referral/referrals/${known.became}`;
      return keysOf(demandDone(await needs.ask(actor, { method: 'GET', path, source })));
    }
    const body = referralBody(document);
    const made = demandDone(await needs.ask(actor, { method: 'POST', path: '/e-referral/referrals', body, source }));
    await store.keep({
      ...{ id: document.id, kind: 'referral', became: String(made.id), client: client.id, content: signed },
      received: needs.runtime.now(),
    });
    return keysOf(made);
  }),
});

const keysOf = (made: Readonly<Record<string, unknown>>): Values => ({
  kluczSkierowania: String(made.key),
  ...(made.code !== undefined && { kodSkierowania: String(made.code) }),
  wynik: done,
});

const cancel = (needs: ProviderServicesNeeds): SoapOperation => ({
  name: 'zapisDokumentuAnulowaniaSkierowania',
  summary: 'Anuluje skierowanie podpisanym dokumentem anulującym',
  request: [content('dokumentAnulowaniaSkierowania'), maybe('numerSkierowania', [oid('numerSkierowania')])],
  response: [verification('wynikWeryfikacji'), outcome],
  handle: answering(async (values, incoming) => {
    const client = await clientOf(needs, incoming);
    const base64 = textOf(values, 'dokumentAnulowaniaSkierowania', 'tresc') ?? '';
    const sent = await brought(needs, { client, incoming }, base64, { kind: 'cancellation', policy });
    const { document, actor, signed } = sent;
    demandSame(values, document.cancelled.id);
    const store = documentStore(needs.database);
    const known = await store.byId(document.cancelled.id);
    if (known?.kind !== 'referral') throw new NotDone('nie-ma-skierowania', 'Nie zapisano skierowania o tym numerze.');
    const before = await store.byId(document.id);
    if (before?.content.equals(signed)) return { wynik: done };
    const body = { reason: document.reason ?? 'Anulowane przez wystawcę.' };
    const path = `/e-referral/referrals/${known.became}/cancel`;
    demandDone(await needs.ask(actor, { method: 'POST', path, body, source: incoming.source }));
    await store.keep({
      ...{ id: document.id, kind: 'cancellation', became: known.became, client: client.id, content: signed },
      received: needs.runtime.now(),
    });
    return { wynik: done };
  }),
});

/** The number beside the document is that in the document. */
function demandSame(values: Values, cancelled: ReferralDocument['id']): void {
  const extension = textOf(values, 'numerSkierowania', 'numerSkierowania', 'extension');
  const root = textOf(values, 'numerSkierowania', 'numerSkierowania', 'root');
  if (extension !== undefined && (extension !== cancelled.extension || root !== cancelled.root)) {
    throw new NotDone('numer', 'Numer skierowania różni się od numeru w dokumencie anulującym.');
  }
}

const read = (needs: ProviderServicesNeeds): SoapOperation => ({
  name: 'odczytSkierowania',
  summary: 'Odczytuje skierowanie po kluczu, albo po kodzie i numerze PESEL',
  request: [maybe('kluczSkierowania'), maybe('kodSkierowania'), maybe('pesel')],
  response: [
    maybe('skierowanie', [
      one('kluczSkierowania'),
      one('statusSkierowania'),
      one('dataWystawienia', 'dateTime'),
      maybe('dokumentSkierowania', [one('tresc', 'base64')]),
    ]),
    outcome,
  ],
  handle: answering(async (values, incoming) => {
    const client = await clientOf(needs, incoming);
    const actor = await namedByContext(needs, client, incoming);
    const [key, code, pesel] = ['kluczSkierowania', 'kodSkierowania', 'pesel'].map((name) => textOf(values, name));
    const body = { ...(key !== undefined && { key }), ...(code !== undefined && { code }), ...(pesel && { pesel }) };
    const question = { method: 'POST', path: '/e-referral/find', body, source: incoming.source } as const;
    const found = demandDone(await needs.ask(actor, question));
    const document = await documentStore(needs.database).ofWhatBecame(String(found.id), 'referral');
    return {
      skierowanie: {
        ...{ kluczSkierowania: String(found.key), statusSkierowania: String(found.stateName) },
        dataWystawienia: String(found.issuedAt),
        ...(document && { dokumentSkierowania: { tresc: document.content.toString('base64') } }),
      },
      wynik: done,
    };
  }),
});
