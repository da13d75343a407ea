/** The patient's prescriptions as they think of them: packages with one code, what is still to be collected first. */
import type { MyPrescription } from '../../model.ts';

export interface MyPackage {
  readonly id: string;
  /** 44 digits: what the QR code says. */
  readonly key: string;
  readonly code: string;
  readonly issued: string;
  readonly issuerName: string;
  /** In the order of the answer. */
  readonly prescriptions: readonly MyPrescription[];
}

/** Whether something may still be collected, now or from a later day. */
export const isOpen = ({ status, expired, remaining }: MyPrescription): boolean =>
  !expired &&
  remaining > 0 &&
  (status === 'WYSTAWIONA' || status === 'CZESCIOWO_ZREALIZOWANA' || status === 'ZABLOKOWANA');

/** Newest first. */
export function packagesOf(prescriptions: readonly MyPrescription[]): readonly MyPackage[] {
  const packages = Map.groupBy(prescriptions, ({ packageId }) => packageId);
  return [...packages.values()]
    .map((same): MyPackage => {
      const [{ packageId: id, packageKey: key, code, issued, issuerName }] = same as [MyPrescription];
      return { id, key, code, issued, issuerName, prescriptions: same };
    })
    .sort((a, b) => b.issued.localeCompare(a.issued));
}

/** Those with something to collect, the one whose days are over first at the top. */
export const toCollect = (packages: readonly MyPackage[]): readonly MyPackage[] =>
  packages
    .filter(({ prescriptions }) => prescriptions.some(isOpen))
    .sort((a, b) => lastDay(a).localeCompare(lastDay(b)) || b.issued.localeCompare(a.issued));

/** The day on which the first open prescription of a package ends. */
const lastDay = ({ prescriptions }: MyPackage): string =>
  prescriptions.filter(isOpen).reduce((first, { until }) => (until < first ? until : first), '9999');

/** `1234 5678 …`: 44 digits in groups that can be read out. */
export const grouped = (key: string): string => key.replace(/(\d{4})(?=\d)/g, '$1 ');
