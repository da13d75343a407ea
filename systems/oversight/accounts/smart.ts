/** SMART discovery. https://hl7.org/fhir/smart-app-launch/conformance.html#using-well-known */
import { clientAuthAlgorithms } from './openid.ts';

/** What `/fhir/R4/.well-known/smart-configuration` answers. It says only what the provider does. */
export function smartConfiguration(baseUrl: string) {
  return {
    issuer: baseUrl,
    jwks_uri: `${baseUrl}/oidc/jwks`,
    authorization_endpoint: `${baseUrl}/oidc/auth`,
    token_endpoint: `${baseUrl}/oidc/token`,
    introspection_endpoint: `${baseUrl}/oidc/introspect`,
    revocation_endpoint: `${baseUrl}/oidc/revoke`,
    pushed_authorization_request_endpoint: `${baseUrl}/oidc/request`,
    /** Where a person sees which apps act for them, and ends it: "Bezpieczeństwo konta". */
    management_endpoint: `${baseUrl}/ikp/bezpieczenstwo`,
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'none'],
    token_endpoint_auth_signing_alg_values_supported: [...clientAuthAlgorithms],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types_supported: ['code'],
    scopes_supported: [
      'openid',
      'fhirUser',
      'launch',
      'launch/patient',
      'offline_access',
      'online_access',
      'patient/*.cruds',
      'user/*.cruds',
      'system/*.cruds',
    ],
    code_challenge_methods_supported: ['S256'],
    capabilities: [
      'launch-ehr',
      'launch-standalone',
      'authorize-post',
      'client-public',
      'client-confidential-asymmetric',
      'context-ehr-patient',
      'context-banner',
      'context-standalone-patient',
      'sso-openid-connect',
      'permission-offline',
      'permission-online',
      'permission-patient',
      'permission-user',
      'permission-v2',
    ],
  };
}
