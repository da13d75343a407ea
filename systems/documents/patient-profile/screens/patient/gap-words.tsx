/** What is missing, contradictory and new, in the patient's words: the same facts as the physician's panels. */
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { Link } from '#libs/ui/link/link.tsx';
import type { EventLink, Gap, News, Overview } from '../../model.ts';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { useLevels } from './whose.tsx';

/** Each gap with what to do about it. An empty list is not "all is well", and says so. */
export function Missing({ gaps }: { gaps: readonly Gap[] }) {
  const { i18n } = useLingui();
  if (gaps.length === 0)
    return <p>{i18n._('Nie znaleźliśmy braków ani sprzeczności. To nie znaczy, że dane są pełne.')}</p>;
  return (
    <ul className="pp-plain">
      {gaps.map((gap) => (
        <li key={JSON.stringify(gap)}>
          <MissingLine gap={gap} />
        </li>
      ))}
    </ul>
  );
}

function MissingLine({ gap }: { gap: Gap }) {
  const { i18n } = useLingui();
  const { date } = useWording();
  switch (gap.kind) {
    case 'not-dispensed':
      return (
        <>
          <strong>{i18n._('Nie wykupiono leku:')}</strong>{' '}
          <EventName link={gap.link}>
            <Recorded>{gap.what}</Recorded>
          </EventName>
          <br />
          {i18n._('Recepta jest z dnia {day}. Zapytaj lekarza, czy lek jest jeszcze potrzebny.', {
            day: date(gap.since.slice(0, 10)) ?? '',
          })}
        </>
      );
    case 'allergy-and-medicine':
      return (
        <>
          <strong>{i18n._('Uczulenie i lek mogą do siebie nie pasować:')}</strong>{' '}
          <EventName link={gap.link}>
            <Recorded>{`${gap.allergy} / ${gap.medicine}`}</Recorded>
          </EventName>
          <br />
          {i18n._('Zapytaj lekarza lub farmaceutę, zanim weźmiesz ten lek.')}
        </>
      );
    case 'no-allergy-data':
      return (
        <>
          <strong>{i18n._('Nikt nie zapisał, czy masz uczulenia.')}</strong>
          <br />
          {i18n._('Powiedz o nich lekarzowi na najbliższej wizycie.')}
        </>
      );
    case 'silent-facilities':
      return (
        <>
          <strong>
            {i18n._(
              '{count, plural, one {# placówka od dawna nic nie przesłała.} few {# placówki od dawna nic nie przesłały.} other {# placówek od dawna nic nie przesłało.}}',
              { count: gap.facilities.length },
            )}
          </strong>
          <ul>
            {gap.facilities.map(({ name, last }) => (
              <li key={name}>
                {name} – {i18n._('ostatnia wizyta: {day}', { day: date(last.slice(0, 10)) ?? '' })}
              </li>
            ))}
          </ul>
        </>
      );
  }
}

/** What came in lately; each line opens its event. */
export function NewThings({ news }: { news: Overview['news'] }) {
  const { i18n } = useLingui();
  if (news.lines.length === 0)
    return (
      <p>{i18n._('Nie przyszedł żaden wypis, nowy lek, nowe rozpoznanie ani wynik, który wyszedł poza normę.')}</p>
    );
  return (
    <>
      <ul className="pp-plain">
        {news.lines.map((line) => (
          <li key={`${line.kind}${line.link.id}`}>
            <NewLine line={line} />
          </li>
        ))}
      </ul>
      {news.more > 0 && (
        <p className="ez-secondary">
          {i18n._(
            '{more, plural, one {I jeszcze # zmiana} few {I jeszcze # zmiany} other {I jeszcze # zmian}}: znajdziesz je w historii.',
            { more: news.more },
          )}
        </p>
      )}
    </>
  );
}

function NewLine({ line }: { line: News }) {
  const { i18n } = useLingui();
  const words = useWording();
  const lead = {
    discharge: i18n._('Wypis ze szpitala'),
    result: i18n._('Wynik poza normą'),
    medicine: i18n._('Nowa recepta'),
    problem: i18n._('Nowe rozpoznanie'),
  }[line.kind];
  const what = line.kind === 'result' ? line.result.what : line.what;
  return (
    <>
      {lead}:{' '}
      <EventName link={line.link}>
        <Recorded>{what}</Recorded>
      </EventName>
      {line.kind === 'result' && `, ${words.value(line.result)}, ${words.flag(line.result.flag)}`}
      <span className="ez-secondary"> · {words.date(line.date?.slice(0, 10)) ?? i18n._('bez daty')}</span>
    </>
  );
}

/** A recorded name that opens its event, where the portal has a page for it. */
export function EventName({ link, problem, children }: { link: EventLink; problem?: string; children: ReactNode }) {
  const address = useLevels().event(link, problem);
  return address ? <Link href={address}>{children}</Link> : children;
}
