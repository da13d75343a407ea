/** `npx ezdrowie first-operators`: the two people who can give rights to all others of a production installation. */
import { parseArgs } from 'node:util';
import { Refusal } from '#core/refusal/refusal.ts';
import type { FirstOperator } from '#systems/oversight/accounts/index.ts';
import { openPlatform } from '../../platform.ts';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'first-operators',
  summary: 'Make the first two operators of a production installation, once',
  usage: `usage: npx ezdrowie first-operators --person "Name;Surname;identifier" --person "Name;Surname;identifier"
         --evidence TEXT [--json]

  --person      two of them, different people: nobody gives rights alone
  --evidence    where their signed declaration of confidentiality, rules and training lie

Prints a one-time activation code for each, good for a day: hand it over in a sealed envelope. With it the person
makes an own security key at /sign-in/aktywacja. Works only while there is no operator; codes of an earlier run stop working.`,
  async run(args, io) {
    const { people, evidence } = readArguments(args);
    const platform = await openPlatform();
    try {
      const codes = await platform.accounts.firstOperators(people, evidence);
      if (io.json) io.out(JSON.stringify(codes, undefined, 2));
      else for (const { login, code, expires } of codes) io.out(`${login}  ${code}  (until ${expires})`);
    } finally {
      await platform.close();
    }
    return 0;
  },
};

function readArguments(args: string[]): { people: FirstOperator[]; evidence: string } {
  const usage = new Refusal('invalid', 'bad-arguments', command.usage);
  let values: { person?: string[]; evidence?: string };
  try {
    const options = { person: { type: 'string', multiple: true }, evidence: { type: 'string' } } as const;
    ({ values } = parseArgs({ args, options }));
  } catch {
    throw usage;
  }
  const { person = [], evidence = '' } = values;
  const people = person.map((text) => {
    const [givenName, familyName, login, ...more] = text.split(';').map((part) => part.trim());
    if (!givenName || !familyName || !login || more.length > 0) throw usage;
    return { givenName, familyName, login };
  });
  if (people.length !== 2 || evidence.trim().length < 3 || evidence.length > 200) throw usage;
  return { people, evidence };
}
