/** Finding a code by its words or by itself: ICD-10, ICD-9 PL, ATC, in whatever edition the platform has. */
import { useEffect, useState } from 'react';
import { Combobox } from '#libs/ui/combobox/combobox.tsx';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { Coded } from '../../model.ts';

interface CodeSearchProps {
  id: string;
  label: string;
  hint: string;
  /** FHIR system of the codes. */
  system: string;
  /** Only codes that begin so: `J07` of vaccines. */
  only?: string;
  error?: string;
  onChoose: (chosen: Coded) => void;
}

const most = 12;
const pause = 200;

interface Expansion {
  readonly expansion?: { readonly contains?: readonly { readonly code?: string; readonly display?: string }[] };
}

export function CodeSearch({ id, label, hint, system, only = '', error, onChoose }: CodeSearchProps) {
  const api = useApi();
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<{ readonly to: string; readonly codes: readonly Coded[] }>();
  const wanted = text.trim();
  const asks = wanted.length >= 2;
  const found = asks && answer?.to === wanted ? answer.codes : undefined;
  useEffect(() => {
    if (!asks) return;
    let over = false;
    const timer = setTimeout(() => {
      const parameter = [
        {
          name: 'valueSet',
          resource: { resourceType: 'ValueSet', status: 'active', compose: { include: [{ system }] } },
        },
        { name: 'filter', valueString: wanted },
        { name: 'count', valueInteger: only ? 100 : most },
        { name: 'excludeNested', valueBoolean: true },
      ];
      api
        .send<Expansion>('POST', '/fhir/R4/ValueSet/$expand', { resourceType: 'Parameters', parameter })
        .then(
          ({ expansion }) => expansion?.contains ?? [],
          () => [],
        )
        .then((codes) => {
          if (over) return;
          const fitting = codes.flatMap(({ code = '', display }) =>
            // What has a dash is a chapter, not a diagnosis.
            code.startsWith(only) && !code.includes('-') ? [{ code, ...(display ? { name: display } : {}) }] : [],
          );
          setAnswer({ to: wanted, codes: fitting.slice(0, most) });
        });
    }, pause);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [api, system, asks, wanted, only]);
  return (
    <Combobox
      {...{ id, label, hint, error, text }}
      busy={asks && found === undefined}
      onText={setText}
      options={found?.map(({ code, name }) => ({
        key: code,
        content: (
          <span>
            <strong>{code}</strong> {name}
          </span>
        ),
      }))}
      onChoose={(key) => {
        const chosen = found?.find(({ code }) => code === key);
        if (!chosen) return;
        setText('');
        onChoose(chosen);
      }}
    />
  );
}
