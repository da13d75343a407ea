/** The one page of the OpenID Connect provider itself: when a request cannot be sent back to the app that made it. */

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** Says in three languages that the app asked wrongly, with the reason for whoever maintains the app. */
export const errorPage = (error: string, description = ''): string => `<!doctype html>
<html lang="pl">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>e-Zdrowie</title></head>
<body>
<main>
<h1>Aplikacja wysłała błędną prośbę o logowanie</h1>
<p>Wróć do aplikacji i spróbuj ponownie. Jeśli to się powtórzy, powiadom jej dostawcę.</p>
<p lang="en">The app sent a wrong sign-in request. Go back to the app and try again.</p>
<p lang="uk">Застосунок надіслав хибний запит на вхід. Поверніться до застосунку і спробуйте ще раз.</p>
<p><code>${escapeHtml(error)}</code> ${escapeHtml(description)}</p>
</main>
</body>
</html>`;
