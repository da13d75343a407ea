/** Signing in: login and password, then the second factor, then (for some) the place of work, then the portal of the role. */
import { useLingui } from '@lingui/react';
import { useState } from 'react';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import type { Session } from '#libs/ui/session/session.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import type { Problem } from '#libs/ui/error-summary/error-summary.tsx';
import { CodeStep } from './code-step.tsx';
import { FacilityStep } from './facility-step.tsx';
import { landing } from './landing.ts';
import { PasswordStep } from './password-step.tsx';
import { useSignInWords } from './words.ts';

type Step =
  | { name: 'password' }
  | { name: 'code'; handle: string; login: string }
  | { name: 'facility'; session: Session };

export default function SignIn({ search }: ScreenProps) {
  const { i18n } = useLingui();
  const api = useApi();
  const { say } = useSignInWords();
  const [step, setStep] = useState<Step>({ name: 'password' });
  const [problems, setProblems] = useState<readonly Problem[]>([]);

  /** Runs one step; what goes wrong becomes the summary's words. */
  const attempt = async (field: string, act: () => Promise<void>) => {
    try {
      await act();
    } catch (problem) {
      const said = say(problem, field);
      setProblems([said]);
      if (said.startAgain) setStep({ name: 'password' });
    }
  };
  const forget = (next: Step) => {
    setProblems([]);
    setStep(next);
  };
  const finish = async (session: Session) => {
    location.replace(await landing(api, session, search));
  };
  const enter = async (session: Session) => {
    if ((session.facilities?.length ?? 0) > 1) forget({ name: 'facility', session });
    else await finish(session);
  };

  const titles = {
    password: i18n._('Zaloguj się'),
    code: i18n._('Wpisz kod z aplikacji'),
    facility: i18n._('Wybierz miejsce pracy'),
  };
  const shared = { problems, onProblems: setProblems, attempt };
  return (
    <Page title={titles[step.name]} failed={problems.length > 0} key={step.name}>
      {step.name === 'password' && (
        <PasswordStep {...shared} onDone={(handle, login) => forget({ name: 'code', handle, login })} />
      )}
      {step.name === 'code' && (
        <CodeStep {...shared} handle={step.handle} login={step.login} onBack={() => forget({ name: 'password' })} onDone={enter} />
      )}
      {step.name === 'facility' && <FacilityStep {...shared} session={step.session} onDone={finish} />}
    </Page>
  );
}
