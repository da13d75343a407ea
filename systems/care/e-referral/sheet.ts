/** The information sheet of a referral, as a PDF to print: barcode of the key, code, where to, by whom. */
import { type Operation, operation } from '#core/http/operation.ts';
import type { InformationSheet } from '#core/printing/model.ts';
import { sheetPdf } from '#core/printing/sheet-pdf.ts';
import { polishDay } from '#core/registers/days.ts';
import { dayInWords } from '#libs/cda/times.ts';
import { rules } from './kinds.ts';
import { type Coded, type Shown, shapes } from './model.ts';
import type { Referrals } from './referrals.ts';
import { refuse } from './refusals.ts';
import { replies } from './replies.ts';

const coded = ({ code, name }: Coded): string => (name ? `${code} ${name}` : code);

export function sheetOf(one: Shown & { readonly code: string }, label?: string): InformationSheet {
  const { issuer, speciality, diagnoses, procedures, validUntil } = one;
  const details: [string, string][] = [
    ...(speciality ? [['Poradnia lub oddział', coded(speciality)] as [string, string]] : []),
    ['Tryb', one.urgency === 'UR' ? 'pilny' : 'stabilny'],
    ...(diagnoses.length > 0 ? [['Rozpoznanie', diagnoses.map(coded).join('; ')] as [string, string]] : []),
    ...(procedures.length > 0 ? [['Badania i zabiegi', procedures.map(coded).join('; ')] as [string, string]] : []),
    ...(validUntil ? [['Przyjmij się do', dayInWords(validUntil)] as [string, string]] : []),
  ];
  return {
    ...{ kind: 'referral', key: one.key, code: one.code, ...(label && { label }) },
    issuedOn: dayInWords(polishDay(new Date(one.issuedAt))),
    patient: { name: one.patientName ?? '', details: [] },
    issuer: {
      name: issuer.person?.name ?? 'e-Zdrowie',
      details: issuer.facility ? [issuer.facility.name] : [],
    },
    lines: [{ title: `Skierowanie ${rules[one.kind].name.pl}`, details }],
  };
}

/** @param label printed at the head: that the data are invented */
export const sheetOperations = (desk: Referrals, label?: string): Operation[] => [
  operation({
    name: 'print-referral',
    method: 'GET',
    path: '/e-referral/referrals/:id/sheet.pdf',
    summary: 'The information sheet of a referral that waits, as a PDF; for the patient and whoever issued it',
    access: { roles: ['patient', 'proxy', 'physician'], purpose: 'TREAT' },
    audit: 'in-record',
    params: shapes.byId,
    reply: replies.sheet,
    async handle({ params, http }, { call }) {
      const { code, ...shown } = desk.show(call, await desk.read(call, params.id ?? ''));
      // Whoever is not shown the code has nothing to print.
      if (code === undefined) throw refuse('wrong-state');
      http.reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="informacja-o-skierowaniu.pdf"');
      return sheetPdf(sheetOf({ ...shown, code }, label));
    },
  }),
];
