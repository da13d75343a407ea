/** The policy of sign-in: red lines where it is weaker than the default, and every number with its default. */
import { useLingui } from '@lingui/react';
import { useFormat } from '#libs/ui/format/use-format.ts';
import { Loaded } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import { useGet } from '#libs/ui/session/use-api.tsx';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { Table } from '#libs/ui/table/table.tsx';
import { useSorted } from '#libs/ui/table/use-sorted.ts';
import { Tag } from '#libs/ui/tag/tag.tsx';
import type { PolicyShown } from './model.ts';
import { useSettingWords } from './use-setting-words.ts';
import './operator.css';

type Setting = PolicyShown['settings'][number];

const by = { name: ({ name }: Setting) => name, value: ({ value }: Setting) => value };

export default function PolicyScreen({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const query = useGet<PolicyShown>('/api/accounts/policy');
  return (
    <Page
      title={i18n._('Polityka bezpieczeństwa')}
      lead={i18n._('Liczby, którymi rządzi się logowanie. Zmienia je plik security-policy.json na serwerze.')}
      width="wide"
    >
      <Loaded query={query} lines={12}>
        {({ exceptions, settings }) => (
          <>
            <RedLines exceptions={exceptions} />
            <Settings settings={settings} exceptions={exceptions} search={search} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function RedLines({ exceptions }: Pick<PolicyShown, 'exceptions'>) {
  const { i18n } = useLingui();
  const { date } = useFormat();
  const say = useSettingWords();
  if (exceptions.length === 0) {
    return (
      <Notice kind="success">
        <p>{i18n._('Nic nie jest słabsze niż ustawienia domyślne.')}</p>
      </Notice>
    );
  }
  return (
    <div className="saz-red-lines">
      {exceptions.map(({ setting, value, reason, owner, until }) => (
        <Notice key={setting} kind="critical" title={i18n._('Słabiej niż domyślnie: {what}', { what: say(setting) })}>
          <p>
            {i18n._('Wartość: {value}. Powód: {reason} Odpowiada: {owner}.', { value, reason, owner })}{' '}
            {until.startsWith('9999')
              ? i18n._('Bez terminu: wersja demonstracyjna.')
              : i18n._('Do {day}.', { day: date(until) })}
          </p>
        </Notice>
      ))}
    </div>
  );
}

function Settings({ settings, exceptions, search }: PolicyShown & { search: ScreenProps['search'] }) {
  const { i18n } = useLingui();
  const { number } = useFormat();
  const say = useSettingWords();
  const weak = new Set(exceptions.map(({ setting }) => setting));
  const { sorted, sort, onSort } = useSorted(settings, by, search, { column: 'name', direction: 'ascending' });
  return (
    <Table
      cards
      caption={i18n._('Ustawienia')}
      rows={sorted}
      rowKey={({ name }) => name}
      sort={sort}
      onSort={onSort}
      columns={[
        { key: 'says', header: i18n._('Co'), rowHeader: true, cell: ({ name }) => say(name) },
        { key: 'name', header: i18n._('Nazwa w pliku'), sortable: true, cell: ({ name }) => <code>{name}</code> },
        { key: 'default', header: i18n._('Domyślnie'), numeric: true, cell: (row) => number(row.default) },
        { key: 'value', header: i18n._('Teraz'), numeric: true, sortable: true, cell: ({ value }) => number(value) },
        {
          key: 'state',
          header: i18n._('Ocena'),
          cell: ({ name, value, default: usual }) =>
            weak.has(name) ? (
              <Tag kind="critical">{i18n._('słabiej')}</Tag>
            ) : value === usual ? (
              i18n._('domyślnie')
            ) : (
              <Tag kind="success">{i18n._('ostrzej')}</Tag>
            ),
        },
      ]}
    />
  );
}
