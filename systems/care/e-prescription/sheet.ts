/** The information sheet of a package, as a PDF to print (art. 96b of the Pharmaceutical Law). */
import { type Operation, operation } from '#core/http/operation.ts';
import type { InformationSheet, SheetLine } from '#core/printing/model.ts';
import { fileOf } from '#core/http/shapes.ts';
import { sheetPdf } from '#core/printing/sheet-pdf.ts';
import { polishDay } from '#core/registers/days.ts';
import { dayInWords } from '#libs/cda/times.ts';
import type { Context } from './context.ts';
import type { Prescription, PrescriptionPackage } from './model.ts';
import { shapes } from './shapes.ts';
import { showPackage } from './show.ts';
import { refusal } from './words.ts';

const levels = { B: 'bezpłatnie', R: 'ryczałt', '30%': '30%', '50%': '50%', '100%': '100%' } as const;

function lineOf(one: Prescription): SheetLine {
  const { medicine, quantity, dosageWords, refundLevel, entitlement, from, until, key } = one;
  const amount = `${String(quantity).replace('.', ',')} ${medicine.kind === 'R' ? '×' : 'op.'}`;
  const details: [string, string][] = [
    ['Ilość', medicine.package ? `${amount} (${medicine.package})` : amount],
    ...(dosageWords ? [['Dawkowanie', dosageWords] as [string, string]] : []),
    ['Odpłatność', entitlement ? `${levels[refundLevel]}, uprawnienie ${entitlement}` : levels[refundLevel]],
    ['Realizacja', `od ${dayInWords(from)} do ${dayInWords(until)}`],
  ];
  return { title: medicine.name, details, key };
}

/** What is printed of a package. Cancelled prescriptions are left out. */
export function sheetOf(one: PrescriptionPackage & { readonly code: string }, label?: string): InformationSheet {
  const { patient, issuer, facility } = one;
  return {
    ...{ kind: 'prescription', key: one.key, code: one.code, ...(label && { label }) },
    issuedOn: dayInWords(polishDay(new Date(one.issued))),
    patient: {
      name: patient.name,
      details: patient.birthDate ? [`Data urodzenia: ${dayInWords(patient.birthDate)}`] : [],
    },
    issuer: {
      name: issuer.name,
      details: [...(issuer.npwz ? [`NPWZ ${issuer.npwz}`] : []), ...(facility ? [facility.name] : [])],
    },
    lines: one.prescriptions.filter(({ status }) => status !== 'ANULOWANA').map(lineOf),
  };
}

/** @param label printed at the head: that the data are invented */
export const sheetOperations = (context: Context, label?: string): Operation[] => [
  operation({
    name: 'print-package',
    method: 'GET',
    path: '/e-prescription/packages/:id/sheet.pdf',
    summary: 'The information sheet of a package as a PDF: barcode of the key, code, medicines with dosage.',
    access: { roles: ['physician', 'patient', 'proxy'], purpose: 'TREAT' },
    audit: 'in-record',
    params: shapes.byId,
    reply: fileOf('application/pdf'),
    async handle({ params, http }, { call, tx }) {
      const { code, ...shown } = await showPackage(context, call, tx, params.id ?? '');
      if (code === undefined) throw refusal('no-document');
      http.reply.type('application/pdf').header('content-disposition', 'inline; filename="informacja-o-receptach.pdf"');
      return sheetPdf(sheetOf({ ...shown, code }, label));
    },
  }),
];
