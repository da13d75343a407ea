/** "Zobacz to, co zobaczy": what a trusted person would see, folded by kind, and how many lines stay hidden. */
import { useLingui } from '@lingui/react';
import { Details } from '#libs/ui/details/details.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import type { Preview } from '../../model.ts';
import { usePermissionWords } from '../words/use-permission-words.ts';

export function PreviewList({ preview, name }: { preview: Preview; name: string }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const words = usePermissionWords();
  const all = Object.values(preview.counts).reduce((sum, count) => sum + count, 0);
  const kinds = Map.groupBy(preview.items, ({ type }) => type);
  const hidden = preview.hidden.withheld + preview.hidden.sensitive;
  return (
    <>
      <Notice kind="info">
        <p>
          {i18n._(
            '{all, plural, one {Ta osoba zobaczy # wpis.} few {Ta osoba zobaczy # wpisy.} other {Ta osoba zobaczy # wpisów.}}',
            {
              all,
            },
          )}{' '}
          {hidden > 0 &&
            i18n._(
              '{hidden, plural, one {# ukryty wpis zostanie tylko dla Ciebie.} few {# ukryte wpisy zostaną tylko dla Ciebie.} other {# ukrytych wpisów zostanie tylko dla Ciebie.}}',
              { hidden },
            )}
        </p>
      </Notice>
      <h2>{i18n._('To zobaczy: {name}', { name })}</h2>
      {[...kinds].map(([type, items]) => (
        <Details key={type} summary={`${words.record(type)}: ${preview.counts[type] ?? items.length}`}>
          {(preview.counts[type] ?? 0) > items.length && (
            <p>{i18n._('Poniżej {shown} najnowszych.', { shown: items.length })}</p>
          )}
          <ul className="saa-list">
            {items.map(({ id, title, date: day }) => (
              <li key={id}>
                <span className="saa-what">{title || i18n._('wpis')}</span>
                <span className="ez-secondary">{day ? date(day) : i18n._('bez daty')}</span>
              </li>
            ))}
          </ul>
        </Details>
      ))}
    </>
  );
}
