/**
 * Signing in: a passkey alone, or login and password and then the second factor; then (for some) the place of work,
 * then (when an app asked) the person's word for the app, then the portal of the role. Somebody already signed in goes
 * on at once.
 */
import { useLingui } from '@lingui/react';
import { useEffect, useState } from 'react';
import type { Problem } from '#libs/ui/error-summary/error-summary.tsx';
import { Loading } from '#libs/ui/loading/loading.tsx';
import { Page } from '#libs/ui/page/page.tsx';
import type { ScreenProps } from '#libs/ui/screens/screens.ts';
import type { Session } from '#libs/ui/session/session.ts';
import { useApi } from '#libs/ui/session/use-api.tsx';
import { sessions } from '../sessions.ts';
import { OpenAccount } from '../activation/activation.tsx';
import type { Journey } from '../activation/choose-factors.tsx';
import { CodeStep } from './code-step.tsx';
import { ConsentStep } from './consent-step.tsx';
import { FacilityStep } from './facility-step.tsx';
import { LackingStep } from './lacking-step.tsx';
import { safeReturn } from './landing.ts';
import { NewcomerStep } from './newcomer-step.tsx';
import { NodeWay } from './node-way.tsx';
import { PasswordStep } from './password-step.tsx';
import type { Factor } from './step.ts';
import { useSignInWords } from './words.ts';

type Step =
  | { name: 'looking' }
  | { name: 'password' }
  | { name: 'newcomer'; newcomer: { readonly proof: string; readonly name: string } }
  | { name: 'opening'; journey: Journey }
  | { name: 'code'; handle: string; login: string; factors: readonly Factor[] }
  | { name: 'lacking'; session: Session }
  | { name: 'facility'; session: Session }
  | { name: 'consent'; session: Session; interaction: string };

/** What the platform says to somebody who came back from the national node. */
export interface Arrived {
  readonly session?: Session;
  readonly handle?: string;
  readonly login?: string;
  readonly factors?: readonly Factor[];
  readonly newcomer?: { readonly proof: string; readonly name: string };
}

export default function SignIn({ search }: ScreenProps) {
  return <SignInSteps search={search} />;
}

interface SignInStepsProps {
  search: Readonly<Record<string, string>>;
  /** Where to go on after the national node, instead of from the beginning. */
  arrived?: Arrived | { problem: unknown };
}

export function SignInSteps({ search, arrived }: SignInStepsProps) {
  const api = useApi();
  const { say } = useSignInWords();
  const titles = useTitles();
  const [step, setStep] = useState<Step>(() => firstStep(arrived));
  const [problems, setProblems] = useState<readonly Problem[]>(() =>
    arrived && 'problem' in arrived ? [say(arrived.problem, 'login')] : [],
  );

  const goOn = (next: Step) => {
    setProblems([]);
    setStep(next);
  };
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
  const finish = (session: Session): void => {
    if (session.lacks) return goOn({ name: 'lacking', session });
    const { interaction } = search;
    if (interaction) goOn({ name: 'consent', session, interaction });
    else location.replace(safeReturn(search.return, session.role));
  };
  const enter = (session: Session) => {
    if (!session.lacks && (session.facilities?.length ?? 0) > 1) goOn({ name: 'facility', session });
    else finish(session);
  };
  // Once, when the page opens: whoever is signed in need not sign in again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it uses does not change while the page is open
  useEffect(() => {
    if (step.name !== 'looking') return;
    sessions.current(api).then(arrived ? enter : finish, () => setStep({ name: 'password' }));
  }, []);

  if (step.name === 'opening') return <OpenAccount journey={step.journey} />;
  const shared = { problems, onProblems: setProblems, attempt };
  return (
    <Page title={titles[step.name]} failed={problems.length > 0} key={step.name}>
      {step.name === 'looking' && <Loading lines={2} />}
      {step.name === 'password' && (
        <>
          <PasswordStep {...shared} onDone={(begun) => goOn({ name: 'code', ...begun })} onEnter={enter} />
          <NodeWay attempt={attempt} search={search} />
        </>
      )}
      {step.name === 'newcomer' && (
        <NewcomerStep {...shared} {...step} onOpened={(journey) => goOn({ name: 'opening', journey })} />
      )}
      {step.name === 'code' && (
        <CodeStep {...shared} {...step} onBack={() => goOn({ name: 'password' })} onDone={enter} />
      )}
      {step.name === 'lacking' && (
        <LackingStep
          session={step.session}
          onChanged={() => sessions.current(api).then(enter, () => goOn({ name: 'password' }))}
          onKey={() => goOn({ name: 'password' })}
        />
      )}
      {step.name === 'facility' && <FacilityStep {...shared} session={step.session} onDone={finish} />}
      {step.name === 'consent' && <ConsentStep {...shared} {...step} />}
    </Page>
  );
}

/** Where signing in begins: after the national node, with what came of it. */
function firstStep(arrived: SignInStepsProps['arrived']): Step {
  if (!arrived) return { name: 'looking' };
  if ('problem' in arrived) return { name: 'password' };
  const { newcomer, handle, login = '', factors = [] } = arrived;
  if (newcomer) return { name: 'newcomer', newcomer };
  return handle === undefined ? { name: 'looking' } : { name: 'code', handle, login, factors };
}

function useTitles(): Readonly<Record<Step['name'], string>> {
  const { i18n } = useLingui();
  return {
    looking: i18n._('Zaloguj się'),
    password: i18n._('Zaloguj się'),
    newcomer: i18n._('Załóż konto'),
    opening: i18n._('Załóż konto'),
    code: i18n._('Wpisz kod z aplikacji'),
    lacking: i18n._('Jeszcze jedna rzecz'),
    facility: i18n._('Wybierz miejsce pracy'),
    consent: i18n._('Zgoda na dostęp aplikacji'),
  };
}
