/**
 * The description of a service (WSDL 1.1, document/literal), made of the service's value.
 * https://www.w3.org/TR/wsdl.html
 */
import { type Child, el, type Markup, text } from '#libs/cda/markup.ts';
import { type Field, requestName, responseName, type SoapService } from './model.ts';
import { ns } from './names.ts';

const simpleTypes = {
  string: 'xs:string',
  base64: 'xs:base64Binary',
  int: 'xs:int',
  dateTime: 'xs:dateTime',
  boolean: 'xs:boolean',
} as const;

function element({ name, type, times }: Field): Markup {
  const often = {
    minOccurs: times === undefined ? '1' : '0',
    maxOccurs: times === '*' ? 'unbounded' : '1',
  };
  return typeof type === 'string'
    ? el('xs:element', { name, type: simpleTypes[type], ...often })
    : el('xs:element', { name, ...often }, el('xs:complexType', {}, el('xs:sequence', {}, type.map(element))));
}

const root = (name: string, fields: readonly Field[]): Markup =>
  el('xs:element', { name }, el('xs:complexType', {}, el('xs:sequence', {}, fields.map(element))));

const message = (name: string): Markup =>
  el('wsdl:message', { name }, el('wsdl:part', { name: 'parameters', element: `tns:${name}` }));

function binding(service: SoapService, version: '11' | '12'): Markup {
  const prefix = `soap${version}`;
  const body = el(`${prefix}:body`, { use: 'literal' });
  return el(
    'wsdl:binding',
    { name: `${service.name}Soap${version}`, type: `tns:${service.name}` },
    el(`${prefix}:binding`, { style: 'document', transport: ns.http }),
    service.operations.map(({ name }) =>
      el(
        'wsdl:operation',
        { name },
        el(`${prefix}:operation`, { soapAction: `urn:${name}`, style: 'document' }),
        el('wsdl:input', {}, body),
        el('wsdl:output', {}, body),
      ),
    ),
  );
}

/** @param address where the service answers, `https://…/soap/ObslugaSkierowaniaWS` */
export function wsdlOf(service: SoapService, address: string): string {
  const { name, namespace, operations, summary } = service;
  const port = (version: '11' | '12'): Child =>
    el(
      'wsdl:port',
      { binding: `tns:${name}Soap${version}`, name: `${name}Soap${version}Port` },
      el(`soap${version}:address`, { location: address }),
    );
  const definitions = el(
    'wsdl:definitions',
    {
      name,
      targetNamespace: namespace,
      'xmlns:tns': namespace,
      'xmlns:wsdl': ns.wsdl,
      'xmlns:soap11': ns.wsdlSoap11,
      'xmlns:soap12': ns.wsdlSoap12,
      'xmlns:xs': ns.xs,
    },
    el('wsdl:documentation', {}, text(summary)),
    el(
      'wsdl:types',
      {},
      el(
        'xs:schema',
        { targetNamespace: namespace, elementFormDefault: 'qualified' },
        operations.flatMap((one) => [root(requestName(one), one.request), root(responseName(one), one.response)]),
      ),
    ),
    operations.flatMap((one) => [message(requestName(one)), message(responseName(one))]),
    el(
      'wsdl:portType',
      { name },
      operations.map((one) =>
        el(
          'wsdl:operation',
          { name: one.name },
          el('wsdl:documentation', {}, text(one.summary)),
          el('wsdl:input', { message: `tns:${requestName(one)}` }),
          el('wsdl:output', { message: `tns:${responseName(one)}` }),
        ),
      ),
    ),
    binding(service, '12'),
    binding(service, '11'),
    el('wsdl:service', { name }, port('12'), port('11')),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${definitions}`;
}

/** An answer in the order of its fields; what is no field of it is left out. */
export function answerOf(name: string, namespace: string, fields: readonly Field[], values: object): Markup {
  const write = (wanted: readonly Field[], given: Readonly<Record<string, unknown>>): Child[] =>
    wanted.flatMap((field) => {
      const value = given[field.name];
      const list = Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
      return list.map((one) => {
        if (typeof field.type === 'string') return el(field.name, {}, text(String(one)));
        return el(field.name, {}, write(field.type, one as Readonly<Record<string, unknown>>));
      });
    });
  return el(name, { xmlns: namespace }, write(fields, values as Readonly<Record<string, unknown>>));
}
