import type { JsonSchema } from '../../describing/json-schema.js';

export interface ShownDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, ShownOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

export interface ShownOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly ShownParameter[];
  readonly requestBody?: { readonly content: ShownContent };
  /** Those that many operations share are references; the description says of them what there is to say. */
  readonly responses: Readonly<Record<string, ShownResponse | { readonly $ref: string }>>;
}

export interface ShownParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly examples?: ShownExamples;
}

export interface ShownResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: ShownContent;
}

export type ShownContent = Readonly<Record<string, { readonly schema: JsonSchema; readonly examples?: ShownExamples }>>;
export type ShownExamples = Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;
