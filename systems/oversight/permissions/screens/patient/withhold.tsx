/** Hiding single items: the newest of the record, each with from whom. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Button } from '#libs/ui/button/button.tsx';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Inset, Notice } from '#libs/ui/notice/notice.tsx';
import { ButtonLink } from '#libs/ui/link/link.tsx';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import { usePortal } from '#libs/ui/portal/portal.tsx';
import { Radios } from '#libs/ui/radios/radios.tsx';
import { useApi, useGet } from '#libs/ui/session/use-api.tsx';
import type { Preview, PreviewItem } from '../../model.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { usePermissionWords } from '../words/use-permission-words.ts';
import '../permissions.css';

export default function Withhold() {
  const { i18n } = useLingui();
  const { href } = usePortal();
  const query = useGet<Preview>('/api/permissions/preview?scope=documentation&sensitive=true');
  const [readers, setReaders] = useState('+proxies');
  return (
    <Page title={i18n._('Ukryj coś')}>
      <Radios
        id="przed-kim"
        label={i18n._('Przed kim ukryć')}
        value={readers}
        onChange={setReaders}
        options={[
          { value: '+proxies', label: i18n._('przed osobami zaufanymi') },
          {
            value: '+facilities',
            label: i18n._('przed placówkami'),
            hint: i18n._('Lekarz dowie się tylko, że coś jest ukryte. Przy ratowaniu życia zobaczy to mimo to.'),
          },
        ]}
      />
      <Inset>
        <p>{i18n._('Bez ukrytej rzeczy lekarz może się pomylić, na przykład dobierając lek. Zastanów się nad tym.')}</p>
      </Inset>
      <Loaded query={query} lines={10}>
        {({ items }) => (
          <ul className="saa-list">
            {items.map((item) => (
              <Item key={`${item.type}/${item.id}`} item={item} readers={readers} />
            ))}
          </ul>
        )}
      </Loaded>
      <div className="saa-actions">
        <ButtonLink href={href('patient-portal/permissions') ?? ''}>{i18n._('Wróć do zgód')}</ButtonLink>
      </div>
    </Page>
  );
}

function Item({ item: { type, id, title, date: day }, readers }: { item: PreviewItem; readers: string }) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const api = useApi();
  const words = usePermissionWords();
  const { busy, problem, act } = useAct();
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const hide = () =>
    act(async () => {
      await api.send('POST', '/api/permissions/withheld', { type, id, readers, emergency: readers === '+facilities' });
      setHidden([...hidden, readers]);
    });
  return (
    <li>
      <span className="saa-what">
        <strong>{title || i18n._('wpis')}</strong> <span className="ez-secondary">{day ? date(day) : ''}</span>
      </span>
      {problem && <Notice kind="warning">{words.problem(problem)}</Notice>}
      {hidden.includes(readers) ? (
        <span role="status">{i18n._('ukryte')}</span>
      ) : (
        <Button kind="quiet" busy={busy} onClick={hide}>
          {i18n._('Ukryj')}
          <span className="ez-hidden">: {title}</span>
        </Button>
      )}
    </li>
  );
}
