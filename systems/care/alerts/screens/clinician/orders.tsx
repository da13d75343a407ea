/**
 * Beside orders that are being written: what the rules say of them. Tier 1 interrupts before signing, tier 2 stands
 * here, tier 3 is there on demand (ALE-1). What medication safety says beside the medicine is not said again. Rules
 * that do not answer keep nobody from signing, and that they did not is said.
 */
import { useLingui } from '@lingui/react';
import { useEffect, useRef, useState } from 'react';
import { Details } from '#libs/ui/details/details.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { SlotProps } from '#libs/ui/slots/slots.ts';
import { AlertCard, Decisions } from './alert-card.tsx';
import { Interruption } from './interruption.tsx';
import { type AboutOrders, type OrderAlert, useJudged, useSigningJudge } from './orders-reading.ts';
import { useOrderDeeds } from './use-order-deeds.ts';
import '../alerts.css';

type OrdersProps = SlotProps['clinician-portal/orders'];

export default function OrderAlerts(props: OrdersProps) {
  const { patient, drafts, isSafetyShown, signing, onRemove } = props;
  const { i18n } = useLingui();
  const { data, error } = useJudged(patient, drafts);
  const { stopped, failed } = useInterruption(props);
  if (drafts.length === 0) return null;
  const said = (data?.alerts ?? []).filter(({ saidBySafety }) => !(saidBySafety && isSafetyShown));
  return (
    <section className="al-orders" aria-label={i18n._('Alerty o tej recepcie')}>
      {data && <Said about={data} alerts={said} drafts={drafts} onRemove={onRemove} />}
      <p className="al-source" role="status">
        {(error || failed) && i18n._('Alertów nie sprawdzono: reguły teraz nie odpowiadają. Podpisać można mimo to.')}
      </p>
      {stopped && signing && (
        <Interruption about={stopped} drafts={drafts} onRemove={onRemove} onGo={signing.go} onStay={signing.stay} />
      )}
    </section>
  );
}

/** Asks once for every attempt to sign; without anything to decide it goes on at once. */
function useInterruption({ patient, drafts, signing }: OrdersProps) {
  const judge = useSigningJudge(patient);
  const [found, setFound] = useState<{ readonly of: object; readonly about: AboutOrders }>();
  const [failed, setFailed] = useState(false);
  const current = useRef({ judge, drafts });
  current.current = { judge, drafts };
  useEffect(() => {
    if (!signing) return;
    let isOver = false;
    const { judge: ask, drafts: asked } = current.current;
    void ask(asked).then((about) => {
      if (isOver) return;
      setFailed(about === undefined);
      if (about?.alerts.some(({ tier }) => tier === 1)) setFound({ of: signing, about });
      else signing.go();
    });
    return () => {
      isOver = true;
    };
  }, [signing]);
  return { stopped: found?.of === signing ? found?.about : undefined, failed };
}

interface SaidProps extends Pick<OrdersProps, 'drafts' | 'onRemove'> {
  about: AboutOrders;
  alerts: readonly OrderAlert[];
}

function Said({ about, alerts, drafts, onRemove }: SaidProps) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const cards = (list: readonly OrderAlert[]) =>
    list.map((alert) => <OneCard key={alert.id} {...{ alert, about, drafts, onRemove }} />);
  const later = alerts.filter(({ tier }) => tier === 3);
  const unknown = [...about.unchecked.map(({ what }) => what[language]), ...about.odd.map(({ what }) => what)];
  return (
    <>
      {cards(alerts.filter(({ tier }) => tier < 3))}
      {later.length > 0 && (
        <Details summary={i18n._('Na żądanie ({count})', { count: later.length })}>{cards(later)}</Details>
      )}
      {about.tolerated.map(({ id, title, decisions }) => (
        <div key={id} className="al-earlier">
          {i18n._('Odłożone wcześniej:')} {title[language]}
          <Decisions decisions={decisions.slice(0, 1)} reasons={about.reasons} onUndo={undefined} />
        </div>
      ))}
      {unknown.length > 0 && (
        <p className="al-source">{i18n._('Nie sprawdzono: {list}.', { list: unknown.join('; ') })}</p>
      )}
    </>
  );
}

interface OneCardProps extends Omit<SaidProps, 'alerts'> {
  alert: OrderAlert;
}

function OneCard({ alert, about: { patient, reasons }, drafts, onRemove }: OneCardProps) {
  const { i18n } = useLingui();
  const deeds = useOrderDeeds(alert, { patient, drafts, onRemove });
  return <AlertCard {...{ alert, patient, reasons, deeds }} within="al-order" removeLabel={i18n._('Usuń z recepty')} />;
}
