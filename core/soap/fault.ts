/**
 * Technical errors as P1's services report them: a SOAP fault with a major and a minor code. What a rule forbids is no
 * fault but an answer (`wynik`). Codes: domain/poland.md 4.3.
 */
import { el, type Markup, text } from '#libs/cda/markup.ts';
import { ns } from './names.ts';

export const majors = [
  'bladPodpisuKomunikatuWSS',
  'bladUwierzytelnieniaWSS',
  'bladUwierzytelnienia',
  'bladAutoryzacji',
  'niepoprawnyKomunikat',
  'przekroczonyCzas',
  'kontoZablokowane',
  'bladWewnetrzny',
] as const;
export type Major = (typeof majors)[number];

export interface Fault {
  readonly major: Major;
  /** `certyfikatNiewazny`, `brakCertyfikatu`, `bladKontekstu`, `brakUprawnienPodmiotu` … */
  readonly minor?: string;
  /** In Polish, what is wrong and what to do. */
  readonly says: string;
}

export class SoapFault extends Error {
  readonly fault: Fault;
  constructor(major: Major, says: string, minor?: string) {
    super(says);
    this.name = 'SoapFault';
    this.fault = { major, says, ...(minor !== undefined && { minor }) };
  }
}

export type Version = '1.1' | '1.2';

const code = (kind: 'Major' | 'Minor', name: string): string => `urn:csioz:p1:erecepta:kodBledu${kind}:${name}`;

/** A whole envelope around what stands in the body. */
export const envelope = (version: Version, body: Markup): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${el(
    'soap:Envelope',
    { 'xmlns:soap': version === '1.2' ? ns.soap12 : ns.soap11 },
    el('soap:Body', {}, body),
  )}`;

/** SOAP 1.2 part 1 section 5.4; SOAP 1.1 section 4.4. */
export function faultEnvelope(version: Version, { major, minor, says }: Fault): string {
  const isOurs = major === 'bladWewnetrzny' || major === 'przekroczonyCzas';
  const detail = el(
    'blad',
    { xmlns: 'http://csioz.gov.pl/p1/wyjatki/mt/v20170510' },
    el('kodBleduMajor', {}, text(code('Major', major))),
    minor === undefined ? undefined : el('kodBleduMinor', {}, text(code('Minor', minor))),
    el('opis', {}, text(says)),
  );
  const fault =
    version === '1.2'
      ? el(
          'soap:Fault',
          {},
          el('soap:Code', {}, el('soap:Value', {}, text(isOurs ? 'soap:Receiver' : 'soap:Sender'))),
          el('soap:Reason', {}, el('soap:Text', { 'xml:lang': 'pl' }, text(says))),
          el('soap:Detail', {}, detail),
        )
      : el(
          'soap:Fault',
          {},
          el('faultcode', {}, text(isOurs ? 'soap:Server' : 'soap:Client')),
          el('faultstring', {}, text(says)),
          el('detail', {}, detail),
        );
  return envelope(version, fault);
}
