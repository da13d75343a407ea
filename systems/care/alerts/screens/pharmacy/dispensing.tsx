/**
 * Beside a prescription at the counter: what the pharmacists' rules say of this medicine (ALE-4), what colleagues
 * decided before, and what could not be looked at. Holding it back blocks it until somebody has spoken to the doctor.
 */
import { useLingui } from '@lingui/react';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { useApi, useGet, useRefresh } from '#libs/ui/session/use-api.tsx';
import type { SlotProps } from '#libs/ui/slots/slots.ts';
import { AlertCard, Decisions } from '../clinician/alert-card.tsx';
import type { AboutOrders, OrderAlert } from '../clinician/orders-reading.ts';
import type { Deeds } from '../clinician/use-deeds.ts';
import '../alerts.css';

type DispensingProps = SlotProps['pharmacy/dispensing'];

const addressOf = (prescription: string): string => `/api/alerts/dispensing/${encodeURIComponent(prescription)}`;

export default function DispensingAlerts({ prescription, onHold }: DispensingProps) {
  const { i18n } = useLingui();
  const { data, error } = useGet<AboutOrders>(addressOf(prescription), { fresh: true });
  return (
    <section className="al-orders" aria-label={i18n._('Alerty o tym leku')}>
      {error && (
        <Notice kind="warning">
          <p>
            {i18n._('Alertów nie sprawdzono: reguły teraz nie odpowiadają. Sprawdź interakcje i uczulenia inaczej.')}
          </p>
        </Notice>
      )}
      {data && <Said about={data} prescription={prescription} onHold={onHold} />}
    </section>
  );
}

function Said({ about, prescription, onHold }: DispensingProps & { about: AboutOrders }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const unknown = [...about.unchecked.map(({ what }) => what[language]), ...about.odd.map(({ what }) => what)];
  const urgent = about.alerts.filter(({ tier }) => tier === 1);
  return (
    <>
      <p className="ez-hidden" role={urgent.length > 0 ? 'alert' : 'status'}>
        {urgent.map(({ title }) => title[language]).join('. ')}
      </p>
      {about.alerts.map((alert) => (
        <OneCard key={alert.id} {...{ alert, about, prescription, onHold }} />
      ))}
      {about.tolerated.map(({ id, title, decisions }) => (
        <div key={id} className="al-earlier">
          {i18n._('Odłożone wcześniej:')} {title[language]}
          <Decisions decisions={decisions.slice(0, 1)} reasons={about.reasons} onUndo={undefined} />
        </div>
      ))}
      <p className="al-source">
        {about.alerts.length === 0 && i18n._('Reguły dla farmaceutów nic nie mówią o tym leku.')}{' '}
        {unknown.length > 0 && i18n._('Nie sprawdzono: {list}.', { list: unknown.join('; ') })}{' '}
        {i18n._('Reguły nie są jeszcze zatwierdzone do użytku klinicznego. To demonstracja.')}
      </p>
    </>
  );
}

function OneCard({
  alert,
  about: { patient, reasons },
  prescription,
  onHold,
}: DispensingProps & { alert: OrderAlert; about: AboutOrders }) {
  const { i18n } = useLingui();
  const api = useApi();
  const refresh = useRefresh(addressOf(prescription));
  const said = (decision: object) =>
    api.send('POST', `${addressOf(prescription)}/decisions`, { alert: alert.id, ...decision });
  const deeds: Deeds = {
    // A pharmacy writes nothing into the record and has no other screens of this patient.
    can: ({ type }) => type === 'delete',
    async take({ id }) {
      await said({ decision: 'accepted', action: id });
      await onHold();
      await refresh();
    },
    async setAside(reason, comment) {
      await said({ decision: 'overridden', reason, ...(comment ? { comment } : {}) });
      await refresh();
    },
  };
  return (
    <AlertCard
      {...{ alert, patient, reasons, deeds }}
      removeLabel={i18n._('Nie wydawaj: zablokuj receptę i zadzwoń do lekarza')}
    />
  );
}
