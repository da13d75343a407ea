/** What is missing, contradictory and new, in the patient's words: the same facts as the physician's panels. */
import { useLingui } from '@lingui/react';
import type { ReactNode } from 'react';
import { Link } from '#libs/ui/link/link.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import type { EventLink, Gap, GapLink, News, Overview } from '../../model.ts';
import { gapKey, linkKey } from '../../provenance/keys.ts';
import { Why } from '../why/why.tsx';
import { Recorded } from '../wording/recorded.tsx';
import { useWording } from '../wording/use-wording.ts';
import { useWaits, Waiting } from './show-when.tsx';
import { useLevels } from './whose.tsx';

/** Each gap with what to do about it. An empty list is not "all is well", and says so. */
export function Missing({ gaps }: { gaps: readonly Gap[] }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  if (gaps.length === 0)
    return <p>{i18n._('Nie znaleźliśmy braków ani sprzeczności. To nie znaczy, że dane są pełne.')}</p>;
  return (
    <ul className="pp-plain">
      {gaps.map((gap) => (
        <li key={JSON.stringify(gap)}>
          <MissingLine gap={gap} /> <Why fact={gapKey(gap)} name={gap.title[language]} about={gap.links} />
        </li>
      ))}
    </ul>
  );
}

/** What it is about and what to do. A rule without words of its own is said by its title, never left out. */
function MissingLine({ gap }: { gap: Gap }) {
  const { i18n } = useLingui();
  const { language } = usePortal();
  const { date } = useWording();
  const { lead, todo } = wordsOf(gap, i18n, date) ?? { lead: gap.title[language] };
  const links = gap.links.filter(({ type }) => type !== 'Patient');
  return (
    <>
      <strong>
        {lead}
        {links.length > 0 && !lead.endsWith(':') ? ':' : ''}
      </strong>{' '}
      {links.map((link, place) => (
        <span key={`${link.type}${link.id}`}>
          {place > 0 && ' / '}
          <GapName link={link} />
        </span>
      ))}
      {todo && (
        <>
          <br />
          {todo}
        </>
      )}
      {gap.places && (
        <ul>
          {gap.places.map(({ name, last }) => (
            <li key={name}>
              {name} – {i18n._('ostatnia wizyta: {day}', { day: date(last.slice(0, 10)) ?? '' })}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function GapName({ link }: { link: GapLink }) {
  const { kind, date } = useWording();
  const said = link.what ?? [kind(link.type), date(link.date?.slice(0, 10))].filter(Boolean).join(', ');
  return <EventName link={link}>{link.what ? <Recorded>{said}</Recorded> : said}</EventName>;
}

type Lingui = ReturnType<typeof useLingui>['i18n'];
type DateWords = ReturnType<typeof useWording>['date'];

/** Plain words for the rules that patients meet most. */
function wordsOf(gap: Gap, i18n: Lingui, date: DateWords): { lead: string; todo?: string } | undefined {
  switch (gap.kind) {
    case 'not-dispensed':
      return {
        lead: i18n._('Nie wykupiono leku:'),
        todo: i18n._('Recepta jest z dnia {day}. Zapytaj lekarza, czy lek jest jeszcze potrzebny.', {
          day: date(gap.since?.slice(0, 10)) ?? '',
        }),
      };
    case 'allergy-and-medicine':
      return {
        lead: i18n._('Uczulenie i lek mogą do siebie nie pasować:'),
        todo: i18n._('Zapytaj lekarza lub farmaceutę, zanim weźmiesz ten lek.'),
      };
    case 'no-allergy-data':
      return {
        lead: i18n._('Nikt nie zapisał, czy masz uczulenia.'),
        todo: i18n._('Powiedz o nich lekarzowi na najbliższej wizycie.'),
      };
    case 'no-result':
      return {
        lead: i18n._('Czekamy na wynik:'),
        todo: i18n._('Zlecono go {day} i nic nie przyszło. Zapytaj w placówce, czy badanie zrobiono.', {
          day: date(gap.since?.slice(0, 10)) ?? '',
        }),
      };
    case 'silent-facilities':
      return {
        lead: i18n._(
          '{count, plural, one {# placówka od dawna nic nie przesłała.} few {# placówki od dawna nic nie przesłały.} other {# placówek od dawna nic nie przesłało.}}',
          { count: gap.count ?? 0 },
        ),
      };
    default:
      return undefined;
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
  const waits = useWaits();
  const lead = {
    discharge: i18n._('Wypis ze szpitala'),
    // Of a result that waits for a comment nothing is said before it is opened.
    result: line.kind === 'result' && waits(line.result.code) ? i18n._('Nowy wynik') : i18n._('Wynik poza normą'),
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
      {line.kind === 'result' && (
        <>
          {', '}
          <Waiting code={line.result.code}>{`${words.value(line.result)}, ${words.flag(line.result.flag)}`}</Waiting>
        </>
      )}
      <span className="ez-secondary"> · {words.date(line.date?.slice(0, 10)) ?? i18n._('bez daty')}</span>{' '}
      <Why fact={`news:${linkKey(line.link)}`} name={what} />
    </>
  );
}

/** A recorded name that opens its event, where the portal has a page for it. */
export function EventName({ link, problem, children }: { link: EventLink; problem?: string; children: ReactNode }) {
  const address = useLevels().event(link, problem);
  return address ? <Link href={address}>{children}</Link> : children;
}
