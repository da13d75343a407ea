/** The next steps of an illness: the plan, the goals, and what nobody recorded, in plain words. */
import { useLingui } from '@lingui/react';
import { Card } from '#libs/ui/card/card.tsx';
import type { Missing, ProblemDetail } from '../../problem-model.ts';
import { linkKey, missingKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';

export function Ahead({ problem: { plans, goals, missing } }: { problem: ProblemDetail }) {
  const { i18n } = useLingui();
  const current = (status: string | undefined) => status === undefined || status === 'active';
  const aims = goals.filter(({ status }) => current(status));
  const steps = plans.filter(({ status }) => current(status)).flatMap(({ what, activities }) => [what, ...activities]);
  return (
    <Card title={i18n._('Co dalej')}>
      {aims.length > 0 && (
        <>
          <h3>{i18n._('Do czego dążycie z lekarzem')}</h3>
          <ul className="pp-plain">
            {aims.map(({ link, what, met }) => (
              <li key={link.id}>
                <Recorded>{what}</Recorded>
                {met === true && ` – ${i18n._('ostatni wynik mieści się w celu')}`}
                {met === false && ` – ${i18n._('ostatni wynik jest poza celem')}`}{' '}
                <Why fact={linkKey(link)} name={what} />
              </li>
            ))}
          </ul>
        </>
      )}
      {steps.length > 0 && (
        <>
          <h3>{i18n._('Plan leczenia')}</h3>
          <ul className="pp-plain">
            {steps.map((step) => (
              <li key={step}>
                <Recorded>{step}</Recorded>
              </li>
            ))}
          </ul>
        </>
      )}
      {missing.length > 0 && (
        <>
          <h3>{i18n._('Czego brakuje')}</h3>
          <ul className="pp-plain">
            {missing.map((one) => (
              <li key={JSON.stringify(one)}>
                <MissingWords missing={one} />{' '}
                <Why fact={missingKey(one)} name={i18n._('Czego brakuje')} about={'link' in one ? [one.link] : []} />
              </li>
            ))}
          </ul>
        </>
      )}
      {missing.length === 0 && (
        <p>{i18n._('Nie znaleźliśmy braków ani sprzeczności. To nie znaczy, że dane są pełne.')}</p>
      )}
    </Card>
  );
}

function MissingWords({ missing }: { missing: Missing }) {
  const { i18n } = useLingui();
  const words = useWording();
  const day = (fhir: string) => words.date(fhir.slice(0, 10)) ?? '';
  switch (missing.kind) {
    case 'never-measured':
      return (
        <>
          <Recorded>{missing.what}</Recorded>:{' '}
          {i18n._('nie ma wyniku. Zwykle bada się to co {months} mies. Zapytaj lekarza.', {
            months: missing.everyMonths,
          })}
        </>
      );
    case 'not-measured-since':
      return (
        <>
          <Recorded>{missing.what}</Recorded>:{' '}
          {i18n._('ostatni wynik jest z dnia {day}. Zwykle bada się to co {months} mies. Zapytaj lekarza.', {
            day: day(missing.last),
            months: missing.everyMonths,
          })}
        </>
      );
    case 'not-dispensed':
      return (
        <>
          <strong>{i18n._('Nie wykupiono leku:')}</strong> <Recorded>{missing.what}</Recorded>.{' '}
          {i18n._('Recepta jest z dnia {day}. Zapytaj lekarza, czy lek jest jeszcze potrzebny.', {
            day: day(missing.since),
          })}
        </>
      );
    case 'no-visit-since':
      return i18n._('Ostatnia wizyta w tej sprawie była {day}. Umów się na kontrolę.', { day: day(missing.last) });
    case 'no-visit':
      return i18n._('Nie widzimy żadnej wizyty w tej sprawie.');
    case 'no-goal':
      return i18n._('Nikt nie zapisał celu leczenia. Zapytaj lekarza, do czego dążycie.');
    case 'no-plan':
      return i18n._('Nikt nie zapisał planu leczenia. Zapytaj lekarza, co dalej.');
    case 'no-treatment':
      return i18n._('Nie widzimy leków na tę chorobę. Zapytaj lekarza, czy tak ma być.');
    case 'no-table':
      return i18n._('Nie wiemy, jakie badania i leki należą do tej choroby. Nie powiemy więc, czego brakuje.');
  }
}
