/** The patient's plan of medicines for today, and reminders for the calendar of their phone. */
import { useLingui } from '@lingui/react';
import { useId, useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal, useSession } from '#libs/ui/portal/portal.tsx';
import { DayPlan } from './day-plan.tsx';
import { OnThisDevice } from './on-this-device.tsx';
import { type Plan, planOf } from './plan.ts';
import { calendarOf } from './reminders.ts';
import { useTicks } from './ticks.ts';
import { useKeeping, usePrescriptions } from './use-prescriptions.ts';
import { polishDay, usePrescriptionWords } from './use-words.ts';

/** For how long reminders are made; then the plan is to be looked at again. */
const reminderDays = 30;

export default function MedicinePlan() {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const { date } = useFormat();
  const query = usePrescriptions();
  useKeeping(query);
  const today = polishDay(now());
  const ticking = useTicks(today);
  return (
    <Page
      title={i18n._('Plan leków na dziś')}
      lead={i18n._(
        '{day}. Plan powtarza dawkowanie z wykupionych recept. Gdy lekarz powiedział inaczej, słuchaj lekarza.',
        {
          day: date(today) ?? '',
        },
      )}
      actions={<Button onClick={() => print()}>{i18n._('Drukuj')}</Button>}
    >
      <Loaded query={query} lines={8}>
        {({ items }) => {
          const plan = planOf(items, today);
          return (
            <div className="sgr-stack">
              <DayPlan plan={plan} ticks={ticking?.ticks} onTick={ticking?.tick} />
              <InCalendar plan={plan} today={today} />
              <OnThisDevice />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

function InCalendar({ plan, today }: { readonly plan: Plan; readonly today: string }) {
  const { i18n } = useLingui();
  const { now } = usePortal();
  const { patient = '' } = useSession();
  const words = usePrescriptionWords();
  const [withNames, setWithNames] = useState(false);
  const id = useId();
  if (Object.values(plan.at).every((takings) => takings.length === 0)) return null;
  const download = () => {
    const title = (time: Parameters<typeof words.time>[0]) => `e-Zdrowie – ${words.time(time).toLowerCase()}`;
    const text = calendarOf({ plan, from: today, days: reminderDays, made: now(), title, withNames, owner: patient });
    const address = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: 'przypomnienia.ics' });
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <section className="ez-no-print">
      <Card title={i18n._('Przypomnienia')}>
        <p>
          {i18n._('Dodaj przypomnienia do kalendarza w telefonie. Zadzwonią, także gdy ta strona jest zamknięta.')}{' '}
          {i18n._('Pora: 8, 13, 19 i 22. Godziny możesz w kalendarzu zmienić.')}
        </p>
        <p>
          <input id={id} type="checkbox" checked={withNames} onChange={() => setWithNames(!withNames)} />{' '}
          <label htmlFor={id}>{i18n._('Pokazuj nazwy leków (może je zobaczyć ktoś, kto patrzy na ekran)')}</label>
        </p>
        <Button onClick={download}>{i18n._('Pobierz przypomnienia na {days} dni', { days: reminderDays })}</Button>
      </Card>
    </section>
  );
}
