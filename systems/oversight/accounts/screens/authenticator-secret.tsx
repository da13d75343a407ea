/** The secret of a new authenticator: as a picture for a phone, as a link on the phone itself, as letters to type. */
import { useLingui } from '@lingui/react';
import { Link } from '#libs/ui/link/link.tsx';
import { QrCode } from '#libs/ui/qr-code/qr-code.tsx';

export function AuthenticatorSecret({ secret, otpauth }: { secret: string; otpauth: string }) {
  const { i18n } = useLingui();
  return (
    <>
      <p>{i18n._('Zeskanuj ten obrazek aplikacją do kodów w telefonie, na przykład Google Authenticator:')}</p>
      <QrCode text={otpauth} label={i18n._('Obrazek do zeskanowania; to samo jest niżej literami')} />
      <p>
        {i18n._('Jesteś na telefonie?')} <Link href={otpauth}>{i18n._('Otwórz w aplikacji do kodów')}</Link>
      </p>
      <p>
        {i18n._('Albo przepisz klucz:')} <strong className="saz-secret">{secret.match(/.{1,4}/g)?.join(' ')}</strong>
      </p>
    </>
  );
}
