/** One day of the list: people line by line, machines folded into one line that opens. */
import { useLingui } from '@lingui/react';
import { Tag } from '#libs/ui/tag/tag.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import type { Access } from '../../model.ts';
import { useAccessWords } from './access-words.ts';
import { NotKnown } from './not-known.tsx';

export function DayOfAccesses({ day, accesses }: { day: string; accesses: readonly Access[] }) {
  const { date } = useFormat();
  const people = accesses.filter(({ automatic }) => !automatic);
  const machines = accesses.filter(({ automatic }) => automatic);
  return (
    <section className="sau-day">
      <h2>{date(day)}</h2>
      <ul className="sau-list">
        {people.map((access) => (
          <li key={access.id}>
            <AccessLine access={access} />
          </li>
        ))}
        {machines.length > 0 && (
          <li>
            <Machines accesses={machines} />
          </li>
        )}
      </ul>
    </section>
  );
}

/** `withDay`: outside the list of its day. */
export function AccessLine({ access, withDay }: { access: Access; withDay?: boolean }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const words = useAccessWords();
  const { who, own, refused, changed, events } = access;
  const relation = own ? undefined : words.relation(access);
  return (
    <div className="sau-line">
      <span className="sau-time">
        {withDay && `${date(access.day)}, `}
        {words.time(access)}
      </span>
      <span className="sau-what">
        <strong>{own ? i18n._('Ty') : who.name}</strong>
        {!own && <span className="ez-secondary">, {words.role(access)}</span>}
        {who.facility?.name && <span className="sau-where">{who.facility.name}</span>}
        {who.app && <span className="sau-where">{i18n._('przez aplikację {app}', { app: who.app })}</span>}
        <span className="sau-where">
          {words.categories(access)}. {words.purpose(access)}. {relation && `${relation}. `}
          <span className="ez-secondary">
            {i18n._('{events, plural, one {# odczyt} few {# odczyty} other {# odczytów}}', { events })}
          </span>
        </span>
      </span>
      <span className="sau-tags">
        {access.relation === 'emergency' && (
          <Tag kind="critical" icon="alert">
            {i18n._('ratowanie życia')}
          </Tag>
        )}
        {refused && (
          <Tag kind="warning" icon="stop">
            {i18n._('odrzucone')}
          </Tag>
        )}
        {!own && <NotKnown access={access} />}
        {changed && (
          <Tag kind="info" icon="source">
            {i18n._('coś dodano lub zmieniono')}
          </Tag>
        )}
      </span>
    </div>
  );
}

/** Systems that work by themselves: one line with their number, each named inside. */
function Machines({ accesses }: { accesses: readonly Access[] }) {
  const { i18n } = useLingui();
  const count = accesses.reduce((sum, { events }) => sum + events, 0);
  return (
    <details className="sau-machines">
      <summary>
        {i18n._(
          '{count, plural, one {# odczyt automatyczny} few {# odczyty automatyczne} other {# odczytów automatycznych}}',
          {
            count,
          },
        )}
      </summary>
      <ul className="sau-list">
        {accesses.map((access) => (
          <li key={access.id}>
            <AccessLine access={access} />
          </li>
        ))}
      </ul>
    </details>
  );
}
