export type Answered<Answer> =
  | { readonly ok: true; readonly value: Answer }
  | { readonly ok: false; readonly missing: boolean; readonly detail: string; readonly pending?: true };

/** Requested, and not answered yet. */
export const PENDING = { ok: false, missing: false, detail: '', pending: true } as const;

export type Question = Readonly<Record<string, string | undefined>>;

/** Gets a path. `missing` means that this ledger does not have the path; anything else is a failure to report. */
export async function ask<Answer>(path: string, question: Question = {}): Promise<Answered<Answer>> {
  return reported<Answer>(fetch(addressOf(path, question), { headers: { accept: 'application/json' } }));
}

export function report<Answer>(path: string, body?: unknown): Promise<Answered<Answer>> {
  return send<Answer>('POST', path, body);
}

export async function send<Answer>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<Answered<Answer>> {
  const headers = { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return reported<Answer>(fetch(path, { method, headers, ...sent }));
}

let refused = (): void => undefined;

/** `listener` is called when the ledger does not know any more who asks. */
export function whenRefused(listener: () => void): void {
  refused = listener;
}

export function addressOf(path: string, question: Question): string {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries(question)) if (value !== undefined) given.set(key, value);
  return given.size === 0 ? path : `${path}?${given.toString()}`;
}

async function reported<Answer>(answering: Promise<Response>): Promise<Answered<Answer>> {
  try {
    const response = await answering;
    const text = await response.text();
    if (response.status === 204) return { ok: true, value: undefined as Answer };
    if (response.ok) return { ok: true, value: JSON.parse(text) as Answer };
    if (response.status === 401) refused();
    return { ok: false, missing: response.status === 404, detail: detailOf(text) ?? `HTTP ${response.status}` };
  } catch (error) {
    return { ok: false, missing: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

function detailOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { readonly detail?: string }).detail;
  } catch {
    return undefined;
  }
}
