/**
 * An act of an operator: busy while it lasts, what went wrong in words, and, where the platform asks for it, a factor
 * shown once more before the same act is tried again.
 */
import { useLingui } from '@lingui/react';
import { type ReactNode, useCallback, useState } from 'react';
import { Notice } from '#libs/ui/notice/notice.tsx';
import { ApiProblem } from '#libs/ui/session/api.ts';
import { useAct } from '#libs/ui/session/use-act.ts';
import { ProveForm } from '../security/prove-form.tsx';
import { useOperatorWords } from './use-operator-words.ts';

export function useDecisive() {
  const { busy, problem, act } = useAct();
  const words = useOperatorWords();
  const [again, setAgain] = useState<() => Promise<unknown>>();
  const run = useCallback(
    (work: () => Promise<unknown>) =>
      act(async () => {
        try {
          return await work();
        } catch (error) {
          if (!(error instanceof ApiProblem && error.code === 'prove-again')) throw error;
          setAgain(() => work);
          return undefined;
        }
      }),
    [act],
  );
  const message: ReactNode = again ? (
    <Proving again={() => act(again)} onEnd={() => setAgain(undefined)} />
  ) : (
    problem && (
      <Notice kind="warning" live>
        <p>{words.problem(problem)}</p>
      </Notice>
    )
  );
  return { busy, run, message };
}

function Proving({ again, onEnd }: { again: () => Promise<unknown>; onEnd: () => void }) {
  const { i18n } = useLingui();
  return (
    <Notice kind="info" title={i18n._('Potwierdź, że to Ty')} live>
      <p>{i18n._('Ta decyzja daje komuś dostęp. Od Twojego logowania minęło ponad 15 minut.')}</p>
      <ProveForm
        act="confirm"
        label={i18n._('Potwierdź')}
        hasPasskey
        onProven={async () => {
          onEnd();
          await again();
        }}
        onCancel={onEnd}
      />
    </Notice>
  );
}
