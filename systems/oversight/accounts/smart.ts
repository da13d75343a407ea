/** SMART discovery. https://hl7.org/fhir/smart-app-launch/conformance.html#using-well-known */
import { clientAuthAlgorithms } from './openid.ts';

/** What `/fhir/R4/.well-known/smart-configuration` answers. It says only what the provider does. */
export function smartConfiguration(baseUrl: string) {
  return {
    issuer: baseUrl,
    jwks_uri: `${baseUrl}/oidc/jwks`,
    authorization_endpoint: `${baseUrl}/oidc/auth`,
    token_endpoint: `${baseUrl}/oidc/token`,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: [...clientAuthAlgorithms],
    grant_types_supported: ['authorization_code', 'client_credentials'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'fhirUser', 'patient/*.rs', 'user/*.cruds', 'system/*.cruds'],
    code_challenge_methods_supported: ['S256'],
    capabilities: [
      'launch-standalone',
      'client-public',
      'client-confidential-asymmetric',
      'context-standalone-patient',
      'sso-openid-connect',
      'permission-patient',
      'permission-user',
      'permission-v2',
    ],
  };
}
