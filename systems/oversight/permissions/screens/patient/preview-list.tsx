/** "Zobacz to, co zobaczy": the lines that a trusted person would see, and how many stay hidden. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Notice } from '#libs/ui/notice/notice.tsx';
import type { Preview } from '../../model.ts';

export function PreviewList({ preview, name }: { preview: Preview; name: string }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const all = Object.values(preview.counts).reduce((sum, count) => sum + count, 0);
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
      {all > preview.items.length && <p>{i18n._('Poniżej {shown} najnowszych.', { shown: preview.items.length })}</p>}
      <ul className="saa-list">
        {preview.items.map(({ type, id, title, date: day }) => (
          <li key={`${type}/${id}`}>
            <span className="saa-what">{title || i18n._('wpis')}</span>
            <span className="ez-secondary">{day ? date(day) : i18n._('bez daty')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
