/**
 * Before signing: what must be decided now (tier 1). Each alert is answered by an action or by a coded reason with
 * words; then it is signed, unless a draft was taken off: then the package is looked at again first.
 */
import { useLingui } from '@lingui/react';
import { useRef, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Dialog } from '#libs/ui/dialog/dialog.tsx';
import type { SlotProps } from '#libs/ui/slots/slots.ts';
import { AlertCard } from './alert-card.tsx';
import type { AboutOrders, OrderAlert } from './orders-reading.ts';
import { useOrderDeeds } from './use-order-deeds.ts';

interface InterruptionProps extends Pick<SlotProps['clinician-portal/orders'], 'drafts' | 'onRemove'> {
  about: AboutOrders;
  onGo: () => void;
  onStay: () => void;
}

export function Interruption({ about, drafts, onRemove, onGo, onStay }: InterruptionProps) {
  const { i18n } = useLingui();
  // As it was when it was asked: what is decided leaves the list, what changes meanwhile does not.
  const asked = useRef({ drafts, isChanged: false });
  const [waiting, setWaiting] = useState(about.alerts.filter(({ tier }) => tier === 1));
  const decided = (alert: OrderAlert, how: 'removed' | 'answered') => {
    if (how === 'removed') asked.current.isChanged = true;
    const gone = new Set(how === 'removed' ? alert.drafts : []);
    // What spoke of the draft that went has nothing more to say.
    const left = waiting.filter((one) => one !== alert && !one.drafts.some((draft) => gone.has(draft)));
    setWaiting(left);
    if (left.length > 0) return;
    if (asked.current.isChanged) onStay();
    else onGo();
  };
  return (
    <Dialog
      title={i18n._('Zanim podpiszesz: {count, plural, one {# decyzja} few {# decyzje} other {# decyzji}}', {
        count: waiting.length,
      })}
      onClose={onStay}
      actions={<Button onClick={onStay}>{i18n._('Wróć bez podpisu')}</Button>}
    >
      {waiting.map((alert) => (
        <Waiting
          key={alert.id}
          alert={alert}
          about={about}
          drafts={asked.current.drafts}
          onRemove={onRemove}
          onDecided={(how) => decided(alert, how)}
        />
      ))}
    </Dialog>
  );
}

interface WaitingProps extends Pick<InterruptionProps, 'about' | 'drafts' | 'onRemove'> {
  alert: OrderAlert;
  onDecided: (how: 'removed' | 'answered') => void;
}

function Waiting({ alert, about, drafts, onRemove, onDecided }: WaitingProps) {
  const { i18n } = useLingui();
  const { patient, reasons } = about;
  const deeds = useOrderDeeds(alert, { patient, drafts, onRemove, onDecided });
  return <AlertCard {...{ alert, patient, reasons, deeds }} within="al-stop" removeLabel={i18n._('Usuń z recepty')} />;
}
