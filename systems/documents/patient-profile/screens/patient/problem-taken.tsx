/** What the patient takes for an illness, and what they took before. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import type { ProblemDetail, Treatment } from '../../problem-model.ts';
import { linkKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { EventName } from './gap-words.tsx';

export function Taken({ problem: { treatments, link } }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  const now = treatments.filter(({ active }) => active);
  const before = treatments.filter(({ active }) => !active);
  return (
    <Card title={i18n._('Co na to biorę')}>
      {now.length === 0 && <p>{i18n._('Nie widzimy teraz leków na tę chorobę. Leków bez recepty tu nie ma.')}</p>}
      <List treatments={now} problem={link.id} />
      {before.length > 0 && (
        <details className="pp-note">
          <summary>{i18n._('Leki, które były dawniej ({count})', { count: before.length })}</summary>
          <List treatments={before} problem={link.id} />
        </details>
      )}
      {now.some(({ because }) => because === 'table') && (
        <p className="ez-secondary">
          {i18n._('Niektóre recepty nie mówią, na co są. Wtedy zgadujemy po rodzaju leku.')}
        </p>
      )}
    </Card>
  );
}

function List({ treatments, problem }: { treatments: readonly Treatment[]; problem: string }) {
  const { i18n } = useLingui();
  const words = useWording();
  return (
    <ul className="pp-plain">
      {treatments.map(({ link, what, dose, spans, active }) => {
        const from = words.date(spans[0]?.from.slice(0, 10));
        const to = active ? undefined : words.date(spans.at(-1)?.to?.slice(0, 10));
        const taken = words.dose(dose);
        return (
          <li key={link.id}>
            <strong>
              <EventName link={link} problem={problem}>
                <Recorded>{what}</Recorded>
              </EventName>
            </strong>
            {active && (
              <>
                <br />
                {taken ? (
                  <Recorded>{taken}</Recorded>
                ) : (
                  i18n._('Recepta nie mówi, jak przyjmować. Zapytaj lekarza lub farmaceutę.')
                )}
              </>
            )}
            <br />
            <span className="ez-secondary">
              {from ? i18n._('od: {from}', { from }) : i18n._('nie wiemy, od kiedy')}
              {to && `, ${i18n._('do: {to}', { to })}`}
            </span>{' '}
            <Why fact={linkKey(link)} name={what} />
          </li>
        );
      })}
    </ul>
  );
}
