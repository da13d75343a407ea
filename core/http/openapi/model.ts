/** The parts of an OpenAPI 3.1 document that we make. https://spec.openapis.org/oas/v3.1.0 */

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: { readonly [path: string]: { readonly [method: string]: PathOperation } };
  readonly components: object;
}

/** As the page at /api/docs and the typed client read it. */
export interface PathOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly description?: string;
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: { readonly required: boolean; readonly content: { readonly [media: string]: Content } };
  readonly responses: { readonly [status: string]: ResponseObject };
  readonly security: readonly object[];
  readonly deprecated?: boolean;
  readonly 'x-roles'?: readonly string[];
  readonly 'x-sunset'?: string;
  /** The query parameter that takes the cursor of the next page. */
  readonly 'x-cursor'?: string;
}
export interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: object;
}
export interface Content {
  readonly schema?: object;
  readonly examples?: { readonly [name: string]: { readonly summary: string; readonly value: unknown } };
}
export interface ResponseObject {
  readonly description?: string;
  readonly $ref?: string;
  readonly headers?: object;
  readonly content?: { readonly [media: string]: Content };
}
