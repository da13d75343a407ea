/** The plan of a day by times of day; what was taken or left out can be ticked where it is kept on the device. */
import { useLingui } from '@lingui/react';
import { Button } from '#libs/ui/button/button.tsx';
import { Card } from '#libs/ui/card/card.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import type { DayTime, Plan, Taking } from './plan.ts';
import type { Ticks } from './ticks.ts';
import { usePrescriptionWords } from './use-words.ts';
import './prescriptions.css';

interface DayPlanProps {
  readonly plan: Plan;
  /** What was ticked, and how to tick; without it the plan is only shown. */
  readonly ticks?: Ticks | undefined;
  readonly onTick?: (taking: Taking, what: 'taken' | 'skipped' | undefined) => void;
}

export function DayPlan({ plan, ticks, onTick }: DayPlanProps) {
  const { i18n } = useLingui();
  const words = usePrescriptionWords();
  const { number, date } = useFormat();
  const times = (Object.entries(plan.at) as [DayTime, readonly Taking[]][]).filter(([, takings]) => takings.length > 0);
  const nothing = times.length === 0 && plan.otherwise.length === 0;
  return (
    <div className="sgr-stack">
      {nothing && <p>{i18n._('Na dziś nie ma leków o stałej porze.')}</p>}
      {times.map(([time, takings]) => (
        <Card key={time} title={words.time(time)}>
          <ul className="sgr-lines">
            {takings.map((taking) => (
              <li key={taking.key} className="sgr-taking">
                <span lang="pl">
                  <strong>{taking.medicine}</strong>
                  <br />
                  {number(taking.amount.value)} {taking.amount.unit}
                  {taking.note && `, ${taking.note}`}
                </span>
                {onTick && <Tick taking={taking} ticked={ticks?.[taking.key]} onTick={onTick} />}
              </li>
            ))}
          </ul>
        </Card>
      ))}
      {plan.otherwise.length > 0 && (
        <Card title={i18n._('O innych porach lub w razie potrzeby')}>
          <ul className="sgr-lines">
            {plan.otherwise.map(({ prescription, medicine, words: how }) => (
              <li key={prescription} lang="pl">
                <strong>{medicine}</strong>
                <p>{how ?? i18n._('Recepta nie mówi, jak przyjmować. Zapytaj lekarza lub farmaceutę.')}</p>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {plan.runsOut.length > 0 && (
        <Card title={i18n._('Na kiedy starczy')}>
          <ul className="sgr-lines">
            {plan.runsOut.map(({ prescription, medicine, day }) => (
              <li key={prescription}>
                <strong lang="pl">{medicine}</strong>
                <p>{i18n._('starczy do {day}', { day: date(day) ?? '' })}</p>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

interface TickProps {
  readonly taking: Taking;
  readonly ticked: 'taken' | 'skipped' | undefined;
  readonly onTick: NonNullable<DayPlanProps['onTick']>;
}

function Tick({ taking, ticked, onTick }: TickProps) {
  const { i18n } = useLingui();
  const { medicine } = taking;
  if (ticked)
    return (
      <span className="sgr-head">
        <span className={ticked === 'taken' ? 'sgr-taking-done' : 'ez-secondary'} role="status">
          {ticked === 'taken' ? i18n._('wzięte') : i18n._('pominięte')}
        </span>
        <Button kind="quiet" onClick={() => onTick(taking, undefined)}>
          {i18n._('Cofnij')} <span className="ez-hidden">{medicine}</span>
        </Button>
      </span>
    );
  return (
    <span className="sgr-head ez-no-print">
      <Button onClick={() => onTick(taking, 'taken')}>
        {i18n._('Wzięte')} <span className="ez-hidden">{medicine}</span>
      </Button>
      <Button kind="quiet" onClick={() => onTick(taking, 'skipped')}>
        {i18n._('Pomijam')} <span className="ez-hidden">{medicine}</span>
      </Button>
    </span>
  );
}
