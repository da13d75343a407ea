import type { Examples } from '../screens/examples.ts';
import { Paging, Table } from './table.tsx';

const rows = [
  { id: '1', name: 'Ramipryl', dose: 5, taken: '1 raz dziennie' },
  { id: '2', name: 'Apiksaban', dose: 2.5, taken: undefined },
];

export const examples: Examples = {
  'sorted, with a missing value': () => (
    <>
      <Table
        caption="Leki"
        columns={[
          { key: 'name', header: 'Lek', cell: (row) => row.name, rowHeader: true, sortable: true },
          { key: 'dose', header: 'Dawka (mg)', cell: (row) => row.dose, numeric: true, sortable: true },
          { key: 'taken', header: 'Jak brać', cell: (row) => row.taken },
        ]}
        rows={rows}
        rowKey={(row) => row.id}
        sort={{ column: 'name', direction: 'ascending' }}
        onSort={() => undefined}
      />
      <Paging from={1} to={2} total={5000} onNext={() => undefined} />
    </>
  ),
};
